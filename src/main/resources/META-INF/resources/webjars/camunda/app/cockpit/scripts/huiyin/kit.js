/* What the pages in Cockpit share with the task forms in Tasklist. */

const busted = new URL(import.meta.url).search;
const { badge, call, el, when } = await import(`../../../tasklist/scripts/huiyin/kit.js${busted}`);

const style = document.createElement('link');
style.rel = 'stylesheet';
style.href = new URL('overdue.css', import.meta.url).href;
document.head.append(style);

/** How long, in the two largest units that matter: 3 天 4 小时. */
function span(milliseconds) {
  const minutes = Math.max(0, Math.floor(milliseconds / 60000));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes % 1440 / 60), minutes % 60];
  return [[days, '天'], [hours, '小时'], [days ? 0 : rest, '分钟']].filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`).join(' ') || '不到 1 分钟';
}

function table(caption, heads, rows) {
  return el('div', { class: 'hy-scroll' }, el('table', { class: 'table', 'aria-label': caption },
    el('thead', {}, el('tr', {}, heads.map(head => el('th', { scope: 'col' }, head)))), el('tbody', {}, rows)));
}

/** Puts a page in place that reads itself again every minute until it is taken away. */
function living(node, page, refresh) {
  node.append(page);
  refresh();
  const timer = setInterval(() => page.isConnected ? refresh() : clearInterval(timer), 60000);
}

export { badge, call, el, living, span, table, when };
