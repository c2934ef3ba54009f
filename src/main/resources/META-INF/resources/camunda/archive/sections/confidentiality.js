/* 保密: how far a case is closed; marking it highly sensitive, and what only the board office takes off. */
import { badge, button, el, facts, isOne, load, post, problem } from '../desk-kit.js';

/** A reason to give and a button that sends it. */
function decision(title, hint, text, send) {
  const reason = el('textarea', { class: 'form-control', rows: 2, maxlength: 1000, 'aria-label': `${title}的理由` });
  const said = el('div', {});
  return el('section', {}, el('h2', {}, title), el('p', { class: 'hy-note' }, hint), el('label', {}, '理由', reason), said,
    button(text, async event => {
      event.target.disabled = true;
      try {
        await send(reason.value);
      } catch (error) {
        event.target.disabled = false;
        said.replaceChildren(problem(error));
      }
    }, 'primary'));
}

export default {
  id: 'confidentiality',
  label: '保密',
  offered: person => isOne(person, 'cs-supervisor', 'cs-manager', 'board-office'),
  render(node, { number }) {
    const path = `/archive/cases/${encodeURIComponent(number)}`;
    const show = note => load(node, `${path}/confidentiality`, view => [
      note && el('p', { role: 'status' }, note),
      facts(['高度敏感', badge(view.sensitive ? '是' : '否', view.sensitive ? 'red' : 'grey')],
        ['限制处理', badge(view.restricted ? '是' : '否', view.restricted ? 'red' : 'grey')], ['档案由谁保管', view.custodian]),
      view.mayMark && decision('标记为高度敏感', '标记后立即生效：只有经办人和指名的人员可以查看，档案改由董事办保管；只有董事办可以取消。',
        '标记为高度敏感', reason => post(`${path}/sensitivity`, { sensitive: true, reason }).then(marked)),
      view.mayUnmark && decision('取消高度敏感标记', '取消后立即生效：可以查看的人与一般案件相同，已指定的知情人也还能查看，不再需要的请在“查阅与借阅”里取消。', '取消标记',
        reason => post(`${path}/sensitivity`, { sensitive: false, reason }).then(() => show('已取消高度敏感标记。'))),
      view.mayLift && decision('解除限制处理', '本案应客户要求只存储和保护：不能检索、借阅、导出、补充和重新办理。确需恢复的，写明理由后解除。',
        '解除限制', reason => post(`${path}/restriction/lifting`, { reason }).then(() => show('已解除限制处理。')))]);
    // who marked it may have lost the case by that
    const marked = () => node.replaceChildren(el('p', { role: 'status' }, '已标记为高度敏感，即刻生效。您没有经办本案的，从现在起不能再查看。'));
    show();
  }
};
