/* The archives that are to follow up, each with its decision: in the archivist's weekly task and at the archive desk. */

const busted = new URL(import.meta.url).search;
const { call, el, post, when } = await import(`./kit.js${busted}`);

const desk = number => `/camunda/archive/index.html#/case/${encodeURIComponent(number)}`;

/** The row of one archive; `changed(decided)` is called when a decision was taken. */
function row(one, changed) {
  const note = el('input', { type: 'text', class: 'form-control', maxlength: 1000, autocomplete: 'off',
    placeholder: '说明；跟进完毕的，写结果', 'aria-label': `${one.number} 的说明` });
  const said = el('span', { role: 'status' });
  const buttons = [['REMIND', '提醒经办人'], ['KEEP', '继续跟进'], ['DONE', '跟进完毕']].map(([decision, label]) =>
    el('button', { type: 'button', class: 'btn btn-default btn-sm', 'data-decision': decision, onclick: () => decide(decision, label) }, label));
  async function decide(decision, label) {
    buttons.forEach(button => { button.disabled = true; });
    try {
      await post(`/archive/follow-ups/${encodeURIComponent(one.number)}`, { decision, note: note.value.trim() });
      said.className = 'hy-note';
      said.textContent = `已记录：${label}`;
      changed();
    } catch (error) {
      said.className = 'hy-error';
      said.textContent = error.message;
      buttons.forEach(button => { button.disabled = false; });
      note.focus();
    }
  }
  return el('tr', {},
    el('td', {}, el('a', { href: desk(one.number), target: '_blank', rel: 'noopener' }, one.number),
      el('div', { class: 'hy-hint' }, `${one.category} · ${one.status}`)),
    el('td', {}, when(one.since)),
    el('td', {}, one.handler || '（已离开，提醒客服主管）'),
    el('td', {}, one.decision ? `${one.decision}（${one.decidedBy} ${when(one.decidedAt)}）` : '尚未核对',
      one.note ? el('div', { class: 'hy-hint' }, one.note) : null),
    el('td', { class: 'hy-decide' }, note, el('div', { class: 'hy-buttons' }, buttons), said));
}

export function followUps(place) {
  const root = el('div', { class: 'hy-follow-ups' }, el('p', { class: 'hy-note' }, '正在读取待跟进的档案…'));
  place.replaceWith(root);
  let page = 0;
  const turn = (label, to) => el('button', { type: 'button', class: 'btn btn-default btn-sm', onclick: () => {
    page = to;
    read();
  } }, label);
  const read = () => call(`/archive/follow-ups?page=${page}`).then(({ followUps: all, size, total }) => {
    if (all.length === 0 && page > 0) {
      page -= 1; // the last one of the last page is done
      return read();
    }
    return root.replaceChildren(...(total === 0
      ? [el('p', {}, '现在没有待跟进的档案。')]
      : [el('p', {}, `共 ${total} 卷${total > size ? `，这是第 ${page + 1} 页` : ''}。提醒发给经办人，同一个人一小时内最多收到一封邮件；跟进完毕须写明结果。`),
        el('div', { class: 'hy-scroll' }, el('table', { class: 'table table-condensed hy-table', 'aria-label': '待跟进档案' },
          el('thead', {}, el('tr', {}, ['投诉编号', '需跟进自', '经办人', '上次核对', '说明与结果']
            .map(head => el('th', { scope: 'col' }, head)))),
          el('tbody', {}, all.map(one => row(one, () => setTimeout(read, 1200)))))),
        el('div', { class: 'hy-buttons' }, page > 0 ? turn('上一页', page - 1) : null,
          (page + 1) * size < total ? turn('下一页', page + 1) : null)]));
  })
    .catch(error => root.replaceChildren(el('p', { class: 'hy-error' }, `待跟进的档案没有读出来：${error.message}`)));
  return read();
}
