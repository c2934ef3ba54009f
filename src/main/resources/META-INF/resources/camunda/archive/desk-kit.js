/* What the pages of the archive desk share with the task forms and with Cockpit. */

const { Field, badge, call, el, evidenceAddress, evidenceUpload, fillChoices, post, size, thumbnail, when, API } = await import('../app/tasklist/scripts/huiyin/kit.js');

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

/** A button that asks for a reason in its place before it posts; `done` after it was taken. */
function withReason(text, path, done) {
  return button(text, event => {
    const label = `${text}的理由`;
    const reason = el('input', { type: 'text', class: 'form-control', maxlength: 1000, 'aria-label': label, placeholder: label });
    event.target.replaceWith(reason, button(`确定${text}`, click => post(path, { reason: reason.value }).then(done)
      .catch(error => click.target.after(problem(error)))));
    reason.focus();
  });
}

/** A link to a PDF below the workbench's own address; the browser shows it and prints it. */
function paper(text, path, kind = 'default') {
  return el('a', { class: `btn btn-${kind}`, target: '_blank', rel: 'noopener', href: API + path }, text);
}

/** What went wrong. Whoever may not see a case file is shown where to borrow it. */
function problem(error) {
  const [file] = location.hash.match(/^#\/case\/[^/]+/) ?? [];
  return el('p', { class: 'hy-error', role: 'alert' }, error.status === 404 && file
    ? ['没有这个案卷，或者您不能查看。已归档的案卷可以', el('a', { href: `${file}/access` }, '申请借阅'), '。'] : error.message);
}

/** Labels with what belongs to them, one below the other; `pairs` hold a label and a text, node or list, or are null. */
function facts(...pairs) {
  return el('dl', { class: 'hy-checked' }, pairs.filter(Boolean)
    .map(([label, value]) => [el('dt', {}, label), el('dd', {}, value)]).flat());
}

/** 完好 or 不完好, with what is to be said about it. */
function verdict(intact, said) {
  return el('p', { class: `hy-verdict hy-verdict-${intact ? 'good' : 'bad'}`, role: intact ? 'status' : 'alert' },
    el('strong', {}, intact ? '✔ 完好' : '✘ 不完好'), said);
}

/** Where something is read for: shows that it is being read, then `show(answer)`, or what went wrong. */
function load(place, path, show) {
  place.replaceChildren(el('p', { class: 'hy-note', role: 'status' }, '正在读取…'));
  return call(path).then(answer => place.replaceChildren(...[show(answer)].flat().filter(Boolean)))
    .catch(error => place.replaceChildren(problem(error)));
}

const isOne = (person, ...groups) => person.groups.some(group => groups.includes(group));

export { API, Field, badge, button, call, el, evidenceAddress, evidenceUpload, facts, fillChoices, isOne, load, paper, post, problem, row, size, table,
  thumbnail, verdict, when, withReason };
