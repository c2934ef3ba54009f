/* What the lists of the archive desk have in common: filters, pages, a labelled control. */
import { button, el } from './desk-kit.js';

let ids = 0;

/** A control with its label above; `control` is an input, select or textarea. */
function labelled(label, control, hint) {
  control.id ||= `hy-desk-${++ids}`;
  return el('div', { class: 'hy-field' }, el('label', { for: control.id, class: 'hy-label' }, label), control,
    hint && el('span', { class: 'hy-hint' }, hint));
}

/** A box to tick with its label beside it. */
function ticked(label, box) {
  return el('label', { class: 'hy-tick' }, box, label);
}

function input(attributes) {
  return el('input', { class: 'form-control', type: 'text', autocomplete: 'off', ...attributes });
}

function select(choices, attributes = {}) {
  return el('select', { class: 'form-control', ...attributes },
    choices.map(([value, label]) => el('option', { value }, label)));
}

/** The filled controls by name, as a query string; a ticked box counts as true. */
function query(controls, page) {
  const values = Object.entries(controls)
    .map(([name, control]) => [name, control.type === 'checkbox' ? (control.checked ? 'true' : '') : control.value.trim()])
    .filter(([, value]) => value !== '');
  return new URLSearchParams([...values, ...(page == null ? [] : [['page', page]])]).toString();
}

/** How many there are and, if on more than one page, 上一页 and 下一页; `go(page)` shows another. */
function pager({ page, size, total }, go) {
  const last = Math.max(0, Math.ceil(total / size) - 1);
  const turn = (text, to) => {
    const turning = button(text, () => go(to));
    turning.disabled = to < 0 || to > last;
    return turning;
  };
  return last === 0 ? el('p', { class: 'hy-note' }, `共 ${total} 条`)
    : el('nav', { class: 'hy-pager', 'aria-label': '翻页' }, turn('上一页', page - 1),
      `第 ${page + 1} 页，共 ${last + 1} 页，${total} 条`, turn('下一页', page + 1));
}

export { input, labelled, pager, query, select, ticked };
