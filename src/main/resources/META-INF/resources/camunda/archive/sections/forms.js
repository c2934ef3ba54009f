/* The paper forms of a case, each printed from the record. */
import { el, load, paper, row, table } from '../desk-kit.js';

function print(number, form, full) {
  return paper(full ? '打印完整内容' : '打印',
    `/archive/cases/${encodeURIComponent(number)}/forms/${form.code}.pdf${full ? '?full=true' : ''}`);
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
      el('p', { class: 'hy-note' }, full ? '“打印”隐去客户的姓名、电话和邮箱，“打印完整内容”不隐去；打印都会记入访问日志。' : '客户的姓名、电话和邮箱已隐去。打印会记入访问日志。')
    ]);
  }
};
