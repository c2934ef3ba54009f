/* The paper forms of a case, each printed from the record. */
import { API, el, load, row, table } from '../desk-kit.js';

function print(number, form, full) {
  return el('a', {
    class: 'btn btn-default', target: '_blank', rel: 'noopener',
    href: `${API}/archive/cases/${encodeURIComponent(number)}/forms/${form.code}.pdf${full ? '?full=true' : ''}`
  }, full ? '打印完整内容' : '打印');
}

export default {
  id: 'forms',
  label: '表单打印',
  offered: () => true,
  render(node, { number }) {
    load(node, `/archive/cases/${encodeURIComponent(number)}/forms`, ({ full, forms }) => [
      table('可打印的表单', ['表单', '打印'], forms.map(form => row(form.title,
        form.missing ? el('span', { class: 'hy-note' }, form.missing)
          : [print(number, form, false), ' ', full && print(number, form, true)].filter(Boolean)))),
      el('p', { class: 'hy-note' }, full ? '“打印”隐去客户的姓名、电话和邮箱；“打印完整内容”会记入访问日志。' : '客户的姓名、电话和邮箱已隐去。打印会记入访问日志。')
    ]);
  }
};
