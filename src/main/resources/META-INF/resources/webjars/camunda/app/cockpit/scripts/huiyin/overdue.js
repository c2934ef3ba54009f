/* 超时与升级: what is overdue, why, who holds it and how far it was escalated. */

const busted = new URL(import.meta.url).search;
const { badge, call, el, living, span, table, when } = await import(`./kit.js${busted}`);

const TONES = { P0: 'red', P1: 'amber', SERIOUS: 'red', MAJOR: 'red', GENERAL: 'amber', ESCALATED: 'red', SUPERVISED: 'amber' };
const PRIORITIES = [['P0', 'P0 紧急'], ['P1', 'P1 重要'], ['P2', 'P2 一般']];
const HEADS = ['投诉编号', '时限', '超时', '当前步骤与承办', '升级', '级别', '责任单位'];

function select(label, all, change) {
  const control = el('select', { class: 'form-control input-sm', 'aria-label': label, onchange: change });
  const offer = options => {
    const chosen = control.value;
    control.replaceChildren(el('option', { value: '' }, all),
      ...options.map(([value, text]) => el('option', { value }, text)));
    control.value = options.some(([value]) => value === chosen) ? chosen : '';
  };
  offer([]);
  return { control, offer };
}

function steps(list, none) {
  return list.length === 0 ? none
    : list.map(step => el('div', { class: 'hy-step' }, el('div', {}, step.name), el('strong', {}, step.holder)));
}

function line(one, now) {
  return el('tr', { class: one.level.code === 'ESCALATED' ? 'hy-board' : null },
    el('td', {}, el('a', { href: `#/process-instance/${encodeURIComponent(one.processInstanceId)}/runtime?tab=huiyin-clocks` },
      one.number), el('div', { class: 'hy-hint' }, `${one.category} · ${one.status}`)),
    el('td', {}, el('strong', {}, one.clock), el('div', { class: 'hy-hint' }, one.explanation)),
    el('td', {}, el('strong', { class: 'hy-error' }, span(now - new Date(one.dueAt))),
      el('div', { class: 'hy-hint' }, `截止 ${when(one.dueAt)}`)),
    el('td', {}, steps(one.steps, '无未完成的任务')),
    el('td', {}, badge(one.level.label, TONES[one.level.code] ?? 'grey'), steps(one.supervision, null)),
    el('td', {}, el('div', { class: 'hy-badges' },
      badge(`${one.priority.code} ${one.priority.label}`, TONES[one.priority.code] ?? 'grey', '优先级'),
      badge(`严重程度：${one.severity.label}`, TONES[one.severity.code] ?? 'grey'))),
    el('td', {}, one.unit ?? '尚未确定'));
}

function count(label, number, bad) {
  return el('div', { class: `hy-count ${bad && number > 0 ? 'hy-tone-red' : 'hy-tone-grey'}` },
    el('strong', {}, number), ` ${label}`);
}

function render(node, size) {
  let page = 0;
  const first = () => { page = 0; refresh(); };
  const kind = select('按时限筛选', '全部时限', first);
  const priority = select('按优先级筛选', '全部优先级', first);
  const unit = select('按责任单位筛选', '全部责任单位', first);
  priority.offer(PRIORITIES);
  const counts = el('div', { class: 'hy-counts' });
  const list = el('div', {}, el('p', { class: 'hy-note' }, '正在读取…'));
  const said = el('span', { class: 'hy-note', role: 'status' });
  const turn = (text, by) => el('button', { type: 'button', class: 'btn btn-default btn-sm',
    onclick: () => { page += by; refresh(); } }, text);
  const [back, on] = [turn('上一页', -1), turn('下一页', 1)];
  const where = el('span', {});
  const pages = el('div', { class: 'hy-pages', hidden: true }, back, where, on);
  let asked = 0;

  async function refresh() {
    const mine = ++asked;
    const query = new URLSearchParams({ page, size });
    Object.entries({ kind, priority, unit }).filter(([, { control }]) => control.value !== '')
      .forEach(([name, { control }]) => query.set(name, control.value));
    try {
      const found = await call(`/overdue?${query}`);
      if (mine === asked) { // an answer that was overtaken would undo the choice
        show(found);
      }
    } catch (error) {
      said.className = 'hy-error';
      said.textContent = `没有读出来：${error.message}`;
    }
  }

  function show(found) {
    const last = Math.max(0, Math.ceil(found.total / found.size) - 1);
    if (page > last) {
      page = last;
      refresh();
      return;
    }
    counts.replaceChildren(count('个时限已超时', found.counts.clocks, true), count('件投诉涉及', found.counts.cases, true),
      count('个属于 P0 紧急', found.counts.urgent, true), count('个已再次升级', found.counts.escalated, true));
    kind.offer(found.kinds.map(choice => [choice.value, choice.label]));
    unit.offer(found.units.map(choice => [choice.value, choice.label]));
    const now = new Date(found.now);
    list.replaceChildren(found.lines.length > 0
      ? table('超时的时限，超时最久的在前', HEADS, found.lines.map(one => line(one, now)))
      : el('p', { class: 'hy-none' }, found.counts.clocks > 0 ? '没有符合筛选条件的超时' : '目前没有超时的时限'));
    pages.hidden = last === 0;
    where.textContent = ` 第 ${page + 1} / ${last + 1} 页，共 ${found.total} 条 `;
    back.disabled = page === 0;
    on.disabled = page === last;
    said.className = 'hy-note';
    said.textContent = `截至 ${when(found.now)}，每分钟自动刷新`;
  }

  living(node, el('section', { class: 'hy-overdue' },
    el('div', { class: 'hy-title' }, el('h1', {}, '超时与升级'), said),
    counts, el('div', { class: 'hy-filters' }, kind.control, priority.control, unit.control), list, pages), refresh);
}

export default [
  { id: 'huiyin-overdue-summary', pluginPoint: 'cockpit.dashboard', priority: 100, properties: { label: '超时与升级' },
    render: node => render(node, 10) },
  { id: 'huiyin-overdue-page', pluginPoint: 'cockpit.route', priority: 0, properties: { path: '/overdue' },
    render: node => render(node, 20) },
  { id: 'huiyin-overdue-link', pluginPoint: 'cockpit.navigation', priority: 200,
    properties: { label: '超时与升级', pagePath: '#/overdue', checkActive: address => address.includes('#/overdue') } },
  { id: 'huiyin-archive-link', pluginPoint: 'cockpit.navigation', priority: 190,
    properties: { label: '档案', pagePath: '../../../archive/index.html', checkActive: () => false } }
];
