/* What the pages of the archive desk share with the task forms and with Cockpit. */

const { Field, call, el, evidenceAddress, evidenceUpload, fillChoices, post, size, thumbnail, when, API } = await import('../app/tasklist/scripts/huiyin/kit.js');

function badge(text, tone, title) {
  return el('span', { class: `hy-badge hy-tone-${tone}`, title }, text);
}

function table(caption, heads, rows) {
  return el('div', { class: 'hy-scroll' }, el('table', { class: 'hy-table', 'aria-label': caption },
    el('thead', {}, el('tr', {}, heads.map(head => el('th', { scope: 'col' }, head)))), el('tbody', {}, rows)));
}

/** One row of a table, each cell text, a node or a list of them. */
function row(...cells) {
  return el('tr', {}, cells.map(cell => el('td', {}, cell)));
}

function button(text, onclick, kind = 'default') {
  return el('button', { type: 'button', class: `btn btn-${kind}`, onclick }, text);
}

function problem(error) {
  return el('p', { class: 'hy-error', role: 'alert' }, error.message);
}

/** Where something is read for: shows that it is being read, then `show(answer)`, or what went wrong. */
function load(place, path, show) {
  place.replaceChildren(el('p', { class: 'hy-note', role: 'status' }, '正在读取…'));
  return call(path).then(answer => place.replaceChildren(...[show(answer)].flat().filter(Boolean)))
    .catch(error => place.replaceChildren(problem(error)));
}

const isOne = (person, ...groups) => person.groups.some(group => groups.includes(group));

export { API, Field, badge, button, call, el, evidenceAddress, evidenceUpload, fillChoices, isOne, load, post, problem, row, size, table,
  thumbnail, when };
