/* 查阅与借阅: who may read this case, its loans, and asking for one. */
import { call, el, load, post, problem, row, table, when, withReason } from '../desk-kit.js';
import { input, labelled, select } from '../listing.js';
import { loanTable } from '../pages/loans.js';

/** A form that sends what its controls hold; `done` after it was taken. */
function form(title, controls, labels, send, done) {
  const fault = el('div', {});
  const body = () => Object.fromEntries(Object.entries(controls).map(([name, control]) =>
    [name, control.type === 'number' ? Number(control.value) || null : control.value.trim() || null])
    .filter(([, value]) => value !== null));
  return el('form', { onsubmit: event => {
    event.preventDefault();
    fault.replaceChildren();
    send(body()).then(done).catch(error => fault.replaceChildren(problem(error)));
  } }, el('h2', {}, title), Object.entries(controls).map(([name, control]) => labelled(labels[name], control)), fault,
  el('button', { type: 'submit', class: 'btn btn-primary' }, '提交'));
}

function readers(base, view, done) {
  const remove = reader => withReason('取消', `${base}/readers/${reader.id}/removal`, done);
  return view.readers.length === 0 ? el('p', {}, '没有另外指定或抄送的人')
    : table('可以查看本案的人', ['人员', '来由', '由谁', '从何时', '理由', ''], view.readers.map(reader => row(reader.person, reader.why,
      reader.by, when(reader.since), reader.reason ?? '', view.mayName && reader.id ? remove(reader) : '')));
}

export default {
  id: 'access',
  label: '查阅与借阅',
  offered: () => true,
  render(node, { number }) {
    const base = `/archive/cases/${encodeURIComponent(number)}`;
    const show = () => load(node, `${base}/access`, view => [
      !view.seen && el('p', {}, '您目前不能查看这个案卷。需要查看已归档的案卷，请在下面申请借阅。'),
      view.location && el('p', {}, `纸质案卷存放：${view.location}`),
      (view.seen || view.mayName) && [el('h2', {}, '可以查看本案的人'),
        el('p', {}, view.sensitive ? '本案高度敏感：只有经办人、下列知情人和经董事办批准的借阅人可以查看。'
          : '经办过本案的同事、档案管理员和审计可以查看，未归档的案件，客服主管、客服经理和董事办也可以查看。此外：'),
        readers(base, view, show)],
      view.mayName && naming(base, show),
      el('h2', {}, '借阅记录'),
      view.loans.length === 0 ? el('p', {}, '没有借阅记录') : loanTable(view.loans, show),
      view.mayAsk && form('申请借阅', {
        purpose: el('textarea', { class: 'form-control', rows: 3, maxlength: 1000 }),
        days: input({ type: 'number', min: 1, max: 60 }),
        medium: select([['ELECTRONIC', '电子'], ['PAPER', '纸质'], ['BOTH', '电子和纸质']])
      }, { purpose: '用途', days: '天数', medium: '方式' }, body => post(`${base}/loans`, body), show)
    ].flat());
    show();
  }
};

function naming(base, done) {
  const person = select([['', '请选择']]);
  call('/people').then(people => person.append(...people.map(one => el('option', { value: one.id }, one.name))));
  return form('指定知情人', { person, reason: input({ maxlength: 1000 }) }, { person: '同事', reason: '理由' },
    body => post(`${base}/readers`, body), done);
}
