/* 鉴定销毁: lists of archives past their term, the fate of each, and the register to print. */
import { badge, button, el, isOne, load, paper, post, problem, row, table, when } from '../desk-kit.js';
import { input, labelled, pager } from '../listing.js';

const PATH = '/archive/disposal';
const caseLink = number => el('a', { href: `#/case/${encodeURIComponent(number)}/retention` }, number);
const day = text => el('span', { class: 'hy-day' }, text);
const outcome = item => item.outcome ? [badge(item.outcome, item.outcome === '未销毁' ? 'red' : 'green'),
  item.outcomeReason ? el('p', { class: 'hy-note' }, item.outcomeReason) : ''] : '';
const decision = item => item.decision
  ? [item.decision, item.extendUntil ? [' ', day(`至 ${item.extendUntil}`)] : '', item.reason ? el('p', { class: 'hy-note' }, item.reason) : ''].flat()
  : el('span', { class: 'hy-note' }, '未鉴定');

/** What is to be done next, and by whom. */
function next(list, mayAppraise) {
  const tasks = el('a', { href: '../app/tasklist/default/' }, '任务列表');
  return list.status === '待批准' ? ['下一步：由没有参加鉴定的董事办同事，在', tasks, '办理“批准销毁清册”。']
    : list.appraisal && list.undecided === 0 ? ['全部已注明。下一步：', mayAppraise ? '' : '由档案管理员', '在', tasks, '提交“鉴定到期档案”。'] : null;
}

function overview(node, person, again, open) {
  const said = el('div', {});
  return load(node, PATH, lists => [
    isOne(person, 'archivist') ? el('p', {}, button('鉴定到期档案', async event => {
      event.target.disabled = true;
      try {
        const { list } = await post(PATH);
        if (list) {
          open(list);
        } else {
          said.replaceChildren(el('p', { role: 'status' }, '没有保管期满、可以鉴定的档案。'));
          event.target.disabled = false;
        }
      } catch (error) {
        event.target.disabled = false;
        said.replaceChildren(problem(error));
      }
    }, 'primary'), ' ', el('span', { class: 'hy-note' }, '每年一月五日也会自动汇集一次。')) : null, said,
    lists.length === 0 ? el('p', {}, '还没有销毁清册。')
      : table('销毁清册', ['清册', '状态', '发起', '鉴定', '批准', '卷数', '销毁', '延长', '未鉴定'], lists.map(one => row(
        el('button', { type: 'button', class: 'btn btn-link', onclick: () => open(one.id) }, `第 ${one.id} 号`),
        badge(one.status, one.status === '已办结' ? 'green' : 'amber'), `${one.openedBy} ${when(one.openedAt)}`,
        one.submittedAt ? `${one.submittedBy} ${when(one.submittedAt)}` : '',
        one.approvedAt ? `${one.approvedBy} ${when(one.approvedAt)}` : one.comment ? `退回：${one.comment}` : '',
        one.items, one.destroy, one.extend, one.undecided)))]);
}

function marks(list, chosen, again) {
  const said = el('div', {});
  const until = input({ type: 'date' });
  const reason = input({ maxlength: 500 });
  const mark = what => async () => {
    try {
      const numbers = chosen();
      const { marked } = await post(`${PATH}/${list.id}/marks`, {
        numbers: numbers.length ? numbers : null, decision: what, until: until.value || null, reason: reason.value });
      again(`已注明 ${marked} 卷`);
    } catch (error) {
      said.replaceChildren(problem(error));
    }
  };
  return el('section', { 'aria-label': '鉴定' },
    el('p', { class: 'hy-note' }, '勾选要注明的档案；一卷都不勾选，则注明全部未鉴定的档案。'),
    el('div', { class: 'hy-list-filters' }, labelled('延长到', until), labelled('延长的理由', reason),
      el('div', { class: 'hy-actions' }, button('延长保管', mark('EXTEND')), button('销毁', mark('DESTROY'), 'danger'))), said);
}

function items(node, id, back, page = 0, note = '') {
  return load(node, `${PATH}/${id}?page=${page}`, ({ list, items: rows, mayAppraise, volumes }) => {
    const boxes = rows.map(item => el('input', { type: 'checkbox', value: item.number, 'aria-label': `选择 ${item.number}` }));
    const chosen = () => boxes.filter(box => box.checked).map(box => box.value);
    const again = (said, to = page) => items(node, id, back, to, said);
    return [el('p', { class: 'hy-actions' }, button('返回清册列表', back), Array.from({ length: volumes }, (_, at) =>
      paper(volumes === 1 ? '打印销毁清册' : `打印销毁清册第 ${at + 1} 册`, `${PATH}/${id}/register.pdf?part=${at + 1}`))),
      el('h2', {}, `第 ${list.id} 号清册 `, badge(list.status, 'blue')),
      el('p', {}, `共 ${list.items} 卷：销毁 ${list.destroy}，延长 ${list.extend}，未鉴定 ${list.undecided}。`),
      list.approvedAt ? el('p', {}, `批准：${list.approvedBy} ${when(list.approvedAt)}，意见：${list.comment}`)
        : list.comment ? el('p', {}, `退回的意见：${list.comment}`) : null,
      note ? el('p', { role: 'status' }, note) : null,
      next(list, mayAppraise) && el('p', {}, el('strong', {}, next(list, mayAppraise))),
      mayAppraise ? marks(list, chosen, again) : null,
      table('清册内容', [mayAppraise ? '' : '序号', '投诉编号', '保管到', '依据', '鉴定结论', '鉴定人', '结果'], rows.map((item, at) => row(
        mayAppraise ? boxes[at] : page * 100 + at + 1, caseLink(item.number), day(item.retentionUntil), item.legalBasis,
        decision(item), item.appraisedBy ?? '', outcome(item)))),
      pager({ page, size: 100, total: list.items }, to => again('', to))];
  });
}

export default {
  id: 'disposal',
  label: '鉴定销毁',
  offered: person => isOne(person, 'archivist', 'board-office', 'auditor'),
  render(node, { person }) {
    const back = () => overview(node, person, back, id => items(node, id, back));
    back();
  }
};
