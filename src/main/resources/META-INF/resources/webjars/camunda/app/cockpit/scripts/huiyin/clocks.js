/* The tab 时限 of a process instance: the clocks of its case and all that ever happened to them. */

const busted = new URL(import.meta.url).search;
const { badge, call, el, living, span, table, when } = await import(`./kit.js${busted}`);

const row = cells => el('tr', {}, cells.map(cell => el('td', {}, cell)));

function state(clock, now) {
  const left = new Date(clock.dueAt) - now;
  return clock.status !== 'RUNNING' ? badge(clock.statusLabel, clock.status === 'MET_LATE' ? 'red' : 'grey')
    : left <= 0 ? badge(`已超时 ${span(-left)}`, 'red') : badge(`剩余 ${span(left)}`, clock.warned ? 'amber' : 'green');
}

export default {
  id: 'huiyin-clocks',
  pluginPoint: 'cockpit.processInstance.runtime.tab',
  priority: 1000,
  properties: { label: '时限' },
  render(node, { processInstanceId }) {
    const page = el('div', { class: 'hy-clocks-tab' }, el('p', { class: 'hy-note' }, '正在读取时限…'));
    living(node, page, () => call(`/process-instances/${encodeURIComponent(processInstanceId)}/clocks`)
      .then(found => page.replaceChildren(
        el('h4', {}, `投诉 ${found.number} 的时限`),
        table('时限', ['时限', '状态', '截止', '依据'], found.clocks.map(clock =>
          row([clock.label, state(clock, new Date(found.now)), when(clock.dueAt), clock.explanation]))),
        el('h4', {}, '时限变动记录'),
        table('时限变动记录', ['时间', '时限', '变动', '经办', '原因', '原截止', '现截止'], found.ledger.map(change =>
          row([when(change.at), change.clock, change.change, change.actor, change.reason ?? '',
            when(change.dueBefore), when(change.dueAfter)])))))
      .catch(error => page.replaceChildren(el('p', { class: 'hy-error' }, `时限没有读出来：${error.message}`))));
  }
};
