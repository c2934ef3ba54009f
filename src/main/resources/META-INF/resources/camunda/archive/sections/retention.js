/* 保管: the term of a case file, its legal holds, customers' erasure requests, and the certificate when it is destroyed. */
import { badge, button, el, facts, load, post, problem, row, table, when } from '../desk-kit.js';

const TONES = { 已办结: 'green', 需跟进: 'amber', 已销毁: 'red' };

/** A reason to type and a button that sends it. */
function ask(label, text, kind, send) {
  const reason = el('textarea', { class: 'form-control', rows: 2, maxlength: 1000, 'aria-label': label });
  const said = el('div', {});
  return el('div', {}, el('label', {}, label, reason), said, button(text, async event => {
    event.target.disabled = true;
    try {
      await send(reason.value);
    } catch (error) {
      event.target.disabled = false;
      said.replaceChildren(problem(error));
    }
  }, kind));
}

function term(view) {
  return facts(['档案状态', badge(view.status, TONES[view.status] ?? 'grey')],
    ['保管到', view.until ? `${view.until}${view.held ? '（冻结中，不计到期）' : view.expired ? '（已届满）' : ''}` : '归档时确定'],
    view.legalBasis ? ['依据', view.legalBasis] : null);
}

function certificate(one) {
  return [el('h2', {}, '销毁证明'), facts(['销毁时间', when(one.destroyedAt)], ['根据', one.ground], ['保管依据', one.legalBasis],
    ['鉴定人', one.appraisedBy], ['批准人', one.approvedBy],
    ['清除内容', Object.entries(one.counts).map(([what, count]) => `${what} ${count} 项`).join('，')],
    ['证据文件', one.filesRemain ? '正在清除' : '已全部清除'], ['保留记录', `${one.entries} 条`],
    ['末条哈希', el('code', {}, one.head)]), button('打印销毁证明', () => window.print())];
}

function holds(view, path, again) {
  return [el('h2', {}, '法律冻结'),
    view.holds.length === 0 ? el('p', { class: 'hy-note' }, '没有冻结。')
      : table('法律冻结', ['理由', '冻结', '解除', ''], view.holds.map(one => row(one.reason ?? '（已随档案销毁）',
        `${one.placedBy} ${when(one.placedAt)}`,
        one.liftedAt ? `${one.liftedBy} ${when(one.liftedAt)}：${one.liftReason ?? '（已随档案销毁）'}` : badge('冻结中', 'red'),
        one.liftedAt || !view.mayHold ? '' : el('details', {}, el('summary', {}, '解除'),
          ask('解除的理由', '解除冻结', 'primary', reason => post(`${path}/holds/${one.id}/lift`, { reason }).then(again)))))),
    view.mayHold ? el('details', {}, el('summary', {}, '冻结本案档案'),
      ask('冻结的理由，例如案号或监管来函', '冻结', 'primary', reason => post(`${path}/holds`, { reason }).then(again))) : null];
}

function erasures(view, path, again) {
  const said = el('div', {});
  return [el('h2', {}, '个人信息删除请求'),
    view.erasures.length === 0 ? el('p', { class: 'hy-note' }, '客户没有提出过。')
      : table('个人信息删除请求', ['登记', '身份核实', '决定', '法律依据和理由', '告知客户'], view.erasures.map(one => row(
        `${one.registeredBy} ${when(one.registeredAt)}`,
        one.identityCheck ? `${one.identityCheck}，${one.verified ? '已核实' : '未能核实'}` : '尚未核实',
        one.decision ? `${one.decision}（${one.decidedBy}${one.approvedBy ? `，${one.approvedBy} 批准` : ''}）` : '办理中',
        [one.legalGround ?? '', one.reason ? el('div', {}, one.reason) : ''],
        one.toldAt ? when(one.toldAt) : '尚未告知'))),
    view.mayAskErasure ? [said, button('登记客户的删除请求', async event => {
      event.target.disabled = true;
      try {
        await post(`${path}/erasure-requests`);
        again();
      } catch (error) {
        event.target.disabled = false;
        said.replaceChildren(problem(error));
      }
    })] : null];
}

export default {
  id: 'retention',
  label: '保管',
  offered: () => true,
  render(node, { number }) {
    const path = `/archive/${encodeURIComponent(number)}`;
    const again = () => load(node, `${path}/retention`, view => [term(view),
      view.certificate ? certificate(view.certificate) : [], holds(view, path, again), erasures(view, path, again)]
      .flat(2).filter(Boolean));
    again();
  }
};
