/* 档案借阅记录: the register for those who keep it, for everybody else what they borrowed; on paper what the filter shows. */
import { API, badge, button, call, el, isOne, load, paper, post, problem, row, table, when, withReason } from '../desk-kit.js';
import { input, labelled, pager, query, select, ticked } from '../listing.js';

const TONES = { REQUESTED: 'amber', LENT: 'blue', REVOKED: 'amber', LOST: 'red' };

function state(loan) {
  return loan.overdue ? badge('逾期未还', 'red') : badge(loan.statusLabel, TONES[loan.status] ?? 'grey');
}

/** What the borrower, and who may take it back, may do with a loan; `done` shows the list anew. */
function actions(loan, done) {
  const act = (text, path) => button(text, event => post(`/archive/loans/${loan.id}/${path}`).then(done)
    .catch(error => event.target.after(problem(error))));
  return [loan.mine && loan.status === 'REQUESTED' && act('撤回', 'withdrawal'),
    loan.mayGiveBack && act('归还', 'return'),
    loan.mayExtend && act('申请续借', 'extension'),
    loan.mayRevoke && withReason('收回', `/archive/loans/${loan.id}/revocation`, done)].filter(Boolean);
}

function loanTable(loans, done) {
  return table('档案借阅记录', ['投诉编号', '借阅人', '用途', '方式', '天数', '申请', '审批', '到期', '借出', '归还或结束', '状态', ''],
    loans.map(loan => row(el('a', { href: `#/case/${loan.number}/access` }, loan.number), loan.borrower, loan.purpose ?? '（已销毁）',
      loan.medium, String(loan.days), when(loan.requestedAt),
      loan.decidedBy ? [loan.decidedBy, el('br'), when(loan.decidedAt), loan.opinion && el('div', { class: 'hy-note' }, loan.opinion)] : '',
      when(loan.until), loan.handedOutBy ? [loan.handedOutBy, el('br'), when(loan.handedOutAt)] : '',
      [when(loan.endedAt), loan.returnNote && el('div', { class: 'hy-note' }, loan.returnNote),
        loan.revokedBy && el('div', { class: 'hy-note' }, `${loan.revokedBy}于 ${when(loan.revokedAt)} 收回：${loan.revocationReason ?? '（已销毁）'}`)],
      state(loan), el('span', { style: 'white-space: nowrap' }, actions(loan, done)))));
}

/** Everybody who may have borrowed something. */
function people() {
  const control = select([['', '全部']]);
  call('/people').then(found => control.append(...found.map(one => el('option', { value: one.id }, one.name))));
  return control;
}

export { loanTable };

export default {
  id: 'loans',
  label: '档案借阅',
  offered: () => true,
  render(node, { person }) {
    const keeps = isOne(person, 'archivist', 'auditor', 'board-office');
    const controls = {
      number: input({}), ...(keeps ? { borrower: people() } : {}),
      open: el('input', { type: 'checkbox' }), overdue: el('input', { type: 'checkbox' })
    };
    const list = el('div', {});
    const register = paper('打印借阅记录表', '/archive/loans/register.pdf');
    const show = (page = 0) => {
      register.href = `${API}/archive/loans/register.pdf?${query(controls)}`;
      return load(list, `/archive/loans?${query(controls, page)}`, answer => [
        answer.total === 0 ? el('p', { class: 'hy-note' }, '没有符合条件的借阅')
          : [loanTable(answer.loans, () => show(page)), pager(answer, show)]].flat());
    };
    node.replaceChildren(
      el('form', { class: 'hy-list-filters', onsubmit: event => { event.preventDefault(); show(); } },
        labelled('投诉编号', controls.number), keeps ? labelled('借阅人', controls.borrower) : null,
        ticked('只看待审批和借阅中的', controls.open), ticked('只看逾期未还的', controls.overdue),
        el('div', { class: 'hy-actions' }, el('button', { type: 'submit', class: 'btn btn-primary' }, '查询'), register)),
      list);
    show();
  }
};
