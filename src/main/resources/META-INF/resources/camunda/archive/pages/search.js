/* 检索档案: by words, number, customer and facets. What is asked for is posted and kept in no address. */
import { API, badge, button, call, el, post, row, table, when } from '../desk-kit.js';

const PAGE = 20;
const DATES = [['registered', '登记'], ['closed', '办结'], ['filed', '归档']];
const SORTS = [['NEWEST', '登记时间，新的在前'], ['OLDEST', '登记时间，旧的在前'], ['CLOSED', '办结时间，新的在前']];
const PRIORITY_TONES = { P0: 'red', P1: 'amber', P2: 'blue' };
const ARCHIVE_TONES = { CLOSED: 'green', FOLLOW_UP: 'amber', PENDING: 'grey' };

/* What was asked last, for whoever comes back from a case file; gone with the page. */
const last = { question: {}, page: 0, asked: false, opened: new Set() };

/** Whether the case is being opened from the results, which its access log tells apart; asked once. */
export function isHit(number) {
  return last.opened.delete(number);
}

let choices;

function render(node) {
  const fields = {};
  const errors = {};
  const field = (name, label, control) => {
    control.id = `hy-s-${name}`;
    control.setAttribute('aria-describedby', `hy-s-${name}-said`);
    control.classList.add('form-control');
    fields[name] = control;
    errors[name] = el('span', { class: 'hy-error', id: `hy-s-${name}-said`, role: 'alert' });
    return el('div', { class: 'hy-search-field' }, el('label', { for: control.id }, label), control, errors[name]);
  };
  const text = (maxlength, placeholder) => el('input', { type: 'text', maxlength, placeholder, autocomplete: 'off' });
  const select = () => el('select', {}, el('option', { value: '' }, '不限'));
  const dates = DATES.map(([name, label]) => el('fieldset', { class: 'hy-search-span' }, el('legend', {}, `${label}日期`),
    [['From', '从'], ['To', '到']].map(([end, word]) => {
      const control = el('input', { type: 'date', min: '1990-01-01', max: '2999-12-31', 'aria-label': `${label}日期${word}` });
      control.classList.add('form-control');
      fields[name + end] = control;
      errors[name + end] = el('span', { class: 'hy-error', role: 'alert' });
      return el('span', {}, control, errors[name + end]);
    })));
  const words = el('input', { type: 'search', maxlength: 200, autocomplete: 'off',
    placeholder: '投诉内容、诉求、方案、意见、沟通记录中的词，每个词至少两个字' });
  const more = el('details', { class: 'hy-search-more' }, el('summary', {}, '更多条件'),
    el('div', { class: 'hy-list-filters' },
      field('number', '投诉编号', text(30, '开头即可，如 20260924')),
      field('customer', '客户', text(100, '完整的姓名、电话或邮箱')),
      field('category', '类别', select()), field('unit', '责任单位', select()),
      field('priority', '优先级', select()), field('severity', '严重程度', select()),
      field('complexity', '复杂度', select()), field('status', '办理状态', select()),
      field('archiveStatus', '档案状态', select()), field('urgency', '紧急程度', select()), field('handler', '经办人', select()),
      field('product', '产品或服务', text(200, '与登记的完全一致')), field('issuePoint', '问题点', text(100, '与登记的完全一致')),
      dates));
  const said = el('p', { class: 'hy-error', role: 'alert' });
  const sort = el('select', { class: 'form-control', 'aria-label': '排序' }, SORTS.map(([value, label]) => el('option', { value }, label)));
  const count = el('p', { class: 'hy-search-count', role: 'status', tabindex: -1 });
  const results = el('div', { class: 'hy-search-results', 'aria-busy': 'false' });
  const exporting = button('导出 Excel', save);
  const bar = el('div', { class: 'hy-search-bar', hidden: true }, count,
    el('div', { class: 'hy-search-tools' }, el('label', {}, '排序 ', sort), exporting));
  const form = el('form', { class: 'hy-search', role: 'search', novalidate: true },
    el('div', { class: 'hy-search-box' }, field('q', '查找', words),
      el('button', { type: 'submit', class: 'btn btn-primary' }, '检索'), button('清空条件', clear)),
    more, said);
  node.replaceChildren(form, bar, results);

  function question() {
    const asked = { sort: sort.value };
    Object.entries(fields).filter(([, control]) => control.value.trim() !== '')
      .forEach(([name, control]) => { asked[name] = control.value.trim(); });
    return asked;
  }

  function complain(error) {
    Object.values(errors).forEach(place => { place.textContent = ''; });
    const known = error?.fields?.filter(fault => errors[fault.field]) ?? [];
    known.forEach(fault => { errors[fault.field].textContent = fault.message; });
    said.textContent = !error || known.length > 0 ? '' : error.message;
    if (known.some(fault => fault.field !== 'q')) {
      more.open = true;
    }
    fields[known[0]?.field]?.focus();
  }

  async function ask(page) {
    results.setAttribute('aria-busy', 'true');
    complain(null);
    try {
      const found = await post('/archive/search', { ...last.question, page, size: PAGE });
      Object.assign(last, { page, asked: true });
      show(found);
    } catch (error) {
      bar.hidden = true;
      results.replaceChildren();
      complain(error);
    }
    results.setAttribute('aria-busy', 'false');
  }

  function show(found) {
    bar.hidden = false;
    exporting.disabled = found.total === 0;
    count.textContent = found.total === 0 ? '没有找到档案'
      : found.exact ? `共 ${found.total} 份档案` : `${found.more ? '' : '约 '}${found.total} 份以上，请补充条件缩小范围`;
    results.replaceChildren(...found.total === 0 ? [nothing()] : [
      table('检索结果', ['投诉编号', '登记时间', '类别和问题点', '产品或服务', '优先级、严重程度', '办理状态', '档案', '责任单位'],
        found.hits.map(line)), pager(found)]);
  }

  function line(hit) {
    const href = `#/case/${encodeURIComponent(hit.number)}/overview`;
    return row(
      [el('a', { href, onclick: () => last.opened.add(hit.number) }, hit.number),
        hit.sensitive ? [' ', badge('高度敏感', 'red')] : '', hit.repeat ? [' ', badge('重复投诉', 'amber')] : ''].flat(),
      when(hit.registeredAt), [hit.category, hit.issuePoint ? el('div', { class: 'hy-at' }, hit.issuePoint) : ''],
      hit.product ?? '', el('span', { class: 'hy-badges' },
        badge(hit.priority.code, PRIORITY_TONES[hit.priority.code], `优先级 ${hit.priority.label}`),
        badge(hit.severity.label, ['MAJOR', 'SERIOUS'].includes(hit.severity.code) ? 'red' : 'grey', '严重程度')),
      [hit.status, hit.closedAt ? el('div', { class: 'hy-at' }, `${when(hit.closedAt).slice(0, 10)} 办结`) : ''],
      hit.archiveStatus == null ? '' : [badge(hit.archiveStatus.label, ARCHIVE_TONES[hit.archiveStatus.code]),
        el('div', { class: 'hy-at' }, hit.filedAt ? `${hit.urgency ?? ''} 保管至 ${hit.retentionUntil}` : '未归档')],
      hit.leadUnit ?? '');
  }

  function nothing() {
    return el('div', { class: 'hy-search-nothing' }, el('p', {}, '没有符合这些条件、且您可以查看的档案。可以这样试试：'),
      el('ul', {}, el('li', {}, '换一个说法，或减少词的个数：所有的词都要出现才算找到'),
        el('li', {}, '客户的姓名、电话和邮箱要填完整'), el('li', {}, '放宽日期，或去掉几个条件')));
  }

  function pager(found) {
    const turn = page => () => ask(page).then(() => count.focus());
    const [before, after] = [button('上一页', turn(last.page - 1)), button('下一页', turn(last.page + 1))];
    before.disabled = last.page === 0;
    after.disabled = !found.more;
    return el('nav', { class: 'hy-pager', 'aria-label': '翻页' }, before, el('span', {}, `第 ${last.page + 1} 页`), after);
  }

  async function save() {
    exporting.disabled = true;
    try {
      const token = decodeURIComponent(document.cookie.match(/(?:^|;\s*)XSRF-TOKEN=([^;]*)/)?.[1] ?? '');
      const answer = await fetch(`${API}/archive/search/export`, { method: 'POST', credentials: 'same-origin',
        headers: { 'Content-Type': 'application/json', 'X-XSRF-TOKEN': token }, body: JSON.stringify(last.question) });
      if (!answer.ok) {
        throw new Error((await answer.json().catch(() => null))?.detail ?? '没有导出成功，请稍后再试');
      }
      const href = URL.createObjectURL(await answer.blob());
      el('a', { href, download: '档案检索结果.xlsx' }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60000);
    } catch (error) {
      complain(error);
    }
    exporting.disabled = false;
  }

  function clear() {
    form.reset();
    complain(null);
    words.focus();
  }

  form.addEventListener('submit', event => {
    event.preventDefault();
    last.question = question();
    ask(0);
  });
  sort.addEventListener('change', () => {
    last.question = { ...last.question, sort: sort.value };
    ask(0);
  });
  // One key to the search box, as in mail and code hosts; not while somebody writes.
  node.addEventListener('keydown', event => {
    if (event.key === '/' && !event.target.matches('input, select, textarea')) {
      event.preventDefault();
      words.focus();
    }
  });

  const offer = (name, options) => fields[name].append(...options.map(one => el('option', { value: one.value ?? one.id }, one.label ?? one.name)));
  choices ??= Promise.all([call('/archive/search/choices'), call('/units'), call('/people')]);
  choices.then(([fixed, units, people]) => {
    offer('category', fixed.categories);
    offer('priority', fixed.priorities);
    offer('severity', fixed.severities);
    offer('complexity', fixed.complexities);
    offer('status', fixed.statuses);
    offer('archiveStatus', fixed.archiveStatuses);
    offer('urgency', fixed.urgencies);
    offer('unit', units);
    offer('handler', people);
    sort.value = last.question.sort ?? 'NEWEST';
    Object.entries(last.question).filter(([name]) => fields[name]).forEach(([name, value]) => { fields[name].value = value; });
    more.open = Object.keys(last.question).some(name => !['q', 'sort'].includes(name));
    if (last.asked) {
      ask(last.page);
    }
  }).catch(error => {
    choices = null;
    complain(error);
  });
  words.focus();
}

export default { id: 'search', label: '检索档案', offered: () => true, render };
