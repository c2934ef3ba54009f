/* 访问日志: who looked at which case, for auditors. */
import { API, el, isOne, load, row, table, when } from '../desk-kit.js';
import { input, labelled, pager, query, select } from '../listing.js';

export default {
  id: 'log',
  label: '访问日志',
  offered: person => isOne(person, 'auditor'),
  render(node) {
    const controls = {
      person: input({}), number: input({}), action: select([['', '全部']]),
      from: input({ type: 'date' }), to: input({ type: 'date' })
    };
    const list = el('div', {});
    const file = el('a', { class: 'btn btn-default', download: true }, '导出表格');
    const show = (page = 0) => {
      file.href = `${API}/archive/access-log.xlsx?${query(controls)}`;
      return load(list, `/archive/access-log?${query(controls, page)}`, answer => {
        if (controls.action.length === 1) {
          controls.action.append(...answer.actions.map(one => el('option', { value: one.value }, one.label)));
        }
        return answer.total === 0 ? el('p', { class: 'hy-note' }, '没有符合条件的记录')
          : [table('访问日志', ['时间', '姓名', '用户名', '投诉编号', '动作', '说明'], answer.lines.map(line =>
            row(when(line.at), line.name, line.person, line.number === '-' ? '' : line.number, line.action, line.detail))),
          pager(answer, show)];
      });
    };
    node.replaceChildren(
      el('form', { class: 'hy-list-filters', onsubmit: event => { event.preventDefault(); show(); } },
        labelled('用户名', controls.person), labelled('投诉编号', controls.number), labelled('动作', controls.action),
        labelled('日期起', controls.from), labelled('日期止', controls.to),
        el('div', { class: 'hy-actions' }, el('button', { type: 'submit', class: 'btn btn-primary' }, '查询'), file)),
      el('p', { class: 'hy-note' }, '同一人十分钟内多次查看同一案件记一条。日志只增不改；导出本身也记入日志。'), list);
    show();
  }
};
