/* The tab 案卷 of a task: everything on record about its case. */

const busted = new URL(import.meta.url).search;
// With the same parameter as Tasklist, so that the kit is loaded once.
const { call, el, evidenceAddress, size, thumbnail, when } = await import(`./kit.js${busted}`);

function table(caption, heads, rows) {
  return rows.length === 0 ? null : el('section', { class: 'hy-sheet' }, el('h4', {}, caption),
    el('div', { class: 'hy-scroll' }, el('table', { class: 'table table-condensed' },
      el('thead', {}, el('tr', {}, heads.map(head => el('th', { scope: 'col' }, head)))),
      el('tbody', {}, rows.map(row => el('tr', {}, row.map(cell => el('td', {}, cell)))))))); 
}

export function sheets(file) {
  const people = el('input', { type: 'checkbox', id: 'hy-people', checked: true });
  const rows = () => file.timeline.filter(step => !people.checked || !step.silent).map(step => [
    String(step.sequence), when(step.at), step.actor, step.summary]);
  const timeline = el('div', {});
  const show = () => timeline.replaceChildren(...[table('处理经过', ['序号', '时间', '经办', '事项'], rows())].filter(Boolean));
  people.addEventListener('change', show);
  show();
  return [
    el('h3', { class: 'hy-number' }, `案卷 ${file.number}`),
    table('时限', ['时限', '状态', '截止', '说明'], file.clocks.map(clock => [
      clock.label, clock.statusLabel, when(clock.dueAt), clock.explanation])),
    table('客户沟通记录', ['时间', '方向', '方式', '内容'], file.contacts.map(contact => [
      when(contact.at), contact.directionLabel, contact.channelLabel, contact.summary])),
    table('证据材料', ['文件', '种类', '大小', '上传时间'], file.evidence.map(item => [
      [thumbnail(file.number, item), el('a', { href: evidenceAddress(file.number, item.id) }, item.name)].filter(Boolean),
      item.kindLabel, size(item.size), when(item.at)])),
    el('label', { for: 'hy-people' }, people, ' 不显示流程的内部步骤'),
    timeline
  ].filter(Boolean);
}

export default {
  id: 'huiyin-case-file',
  pluginPoint: 'tasklist.task.detail',
  priority: 950,
  properties: { label: '案卷' },
  render(node, { taskId }) {
    const place = el('div', { class: 'hy-form hy-file' }, el('p', { class: 'hy-note' }, '正在读取案卷…'));
    node.append(place);
    call(`/tasks/${encodeURIComponent(taskId)}/file`)
      .then(file => place.replaceChildren(...sheets(file)))
      .catch(error => place.replaceChildren(el('p', { class: 'hy-error' }, error.status === 404
        ? '这个任务不属于某一个案件，或者您不能查看它的案卷。' : `案卷没有读出来：${error.message}`)));
  }
};
