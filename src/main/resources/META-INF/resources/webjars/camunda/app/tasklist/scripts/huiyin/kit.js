/*
 * Renders Huiyin's task forms in Tasklist: the case on top, the fields of the form file below, evidence and contacts at
 * the end. A form file says what is asked (see docs/forms.md); this file says how it looks and checks what FormSpec
 * checks on the server. Text from the server is only ever inserted as text.
 */
export const API = (document.querySelector('base')?.getAttribute('app-root') ?? '/camunda') + '/api/ext';

const TYPES = {
  text: 'String', textarea: 'String', radio: 'String', select: 'String', checkbox: 'Boolean', integer: 'Integer',
  money: 'Double', date: 'String', datetime: 'String', score: 'Integer', unit: 'String', person: 'String',
  split: 'String', measures: 'String', units: 'String', people: 'String', channel: 'String', contact: 'String',
  category: 'String'
};
/** The columns of the fields that are lists: what a row is made of, and how rows and columns are joined. */
const LISTS = {
  split: { columns: [['unit', '责任单位'], ['percent', '比例（%）']], between: ':', rows: ',', add: '添加单位' },
  measures: { columns: [['text', '措施'], ['person', '负责人'], ['date', '完成日期']], between: '|', rows: '\n', add: '添加措施' }
};
const CHOICES = ['radio', 'select', 'score', 'unit', 'person', 'units', 'people', 'channel', 'contact', 'category'];
const AUDIO = /\.(wav|mp3|m4a|aac|amr|ogg|opus|flac|wma)$/i;
const VIDEO = /\.(mp4|mov|m4v)$/i;

const style = document.createElement('link');
style.rel = 'stylesheet';
style.href = new URL('kit.css', import.meta.url).href;
document.head.append(style);

let ids = 0;

/** el('p', {class: 'x', onclick: f}, 'text', child): attributes, listeners, and children as text or nodes. */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), value);
    } else if (value === true) {
      node.setAttribute(name, '');
    } else if (value !== false && value != null) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.flat().filter(child => child != null && child !== ''));
  return node;
}

function xsrfToken() {
  return decodeURIComponent(document.cookie.match(/(?:^|;\s*)XSRF-TOKEN=([^;]*)/)?.[1] ?? '');
}

async function call(path, options = {}) {
  const response = await fetch(API + path, {
    credentials: 'same-origin', ...options,
    headers: { Accept: 'application/json', 'X-XSRF-TOKEN': xsrfToken(), ...options.headers }
  });
  useZone(response.headers.get('Business-Zone'));
  const body = await response.json().catch(() => null);
  if (!response.ok) {
    throw failure(response.status, body);
  }
  return body;
}

function post(path, json) {
  return call(path, {
    method: 'POST', body: JSON.stringify(json ?? {}), headers: { 'Content-Type': 'application/json' }
  });
}

function failure(status, body) {
  const said = body?.errors?.map(error => error.message).join('；') || body?.detail || body?.message;
  const usual = {
    401: '登录已过期，请重新登录后再试', 403: '您没有权限这样做', 404: '没有找到这个案件，或者您没有查看权限',
    413: '文件太大，请压缩或拆分后再上传'
  };
  const error = new Error(said || usual[status] || '服务暂时不可用，请稍后再试；如果一直这样，请联系系统管理员');
  error.fields = body?.errors ?? [];
  error.status = status;
  return error;
}

const two = number => String(number).padStart(2, '0');

// The company's zone, which comes with every answer, not the browser's. Swedes write times as ISO 8601 does.
const clockIn = timeZone => new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
let local = clockIn();

function useZone(name) {
  if (name && name !== local.resolvedOptions().timeZone) {
    local = clockIn(name);
  }
}

/** An instant as the company's clocks show it: 2026-09-24 10:00. */
function when(instant) {
  return instant ? local.format(new Date(instant)).slice(0, 16) : '';
}

/** What a date and time control holds is the company's time; with its offset. */
function withOffset(typed) {
  const text = typed.length === 16 ? `${typed}:00` : typed.slice(0, 19);
  const utc = Date.parse(`${text}Z`);
  const offset = instant => Date.parse(`${local.format(instant).replace(' ', 'T')}Z`) - instant;
  const minutes = offset(utc - offset(utc)) / 60000; // twice, for the clocks may change in between
  const size = Math.abs(minutes);
  return `${text}${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function span(milliseconds) {
  const minutes = Math.floor(Math.abs(milliseconds) / 60000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes % 1440 / 60);
  return (days ? `${days} 天 ` : '') + (days || hours ? `${hours} 小时` : `${minutes} 分钟`)
    + (!days && hours && minutes % 60 ? ` ${minutes % 60} 分钟` : '');
}

function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

// ---------------------------------------------------------------- fields

/** A list with a row for each entry. Its `value` is the text that ResponsibilitySplit and Measure read on the server. */
function list(type, attributes) {
  const { columns, between, rows, add } = LISTS[type];
  const body = el('tbody');
  const options = {};
  const total = type === 'split' ? el('span', { class: 'hy-total', role: 'status' }) : null;
  const cells = row => [...row.querySelectorAll('.hy-cell')];
  const root = el('div', { ...attributes, class: 'hy-list', role: 'group' },
    el('table', {}, el('thead', {}, el('tr', {}, columns.map(([, label]) => el('th', {}, label)), el('th'))), body));
  const renderCell = ([kind, label]) => {
    const usual = { class: 'hy-cell form-control', 'aria-label': label };
    switch (kind) {
      case 'unit': case 'person':
        return el('select', usual, el('option', { value: '' }, '请选择'),
          (options[kind] ?? []).map(([value, name]) => el('option', { value }, name)));
      case 'percent': return el('input', { ...usual, type: 'text', inputmode: 'numeric', maxlength: 3, autocomplete: 'off' });
      case 'date': return el('input', { ...usual, type: 'date', min: '1900-01-01', max: '2999-12-31' });
      default: return el('input', { ...usual, type: 'text', maxlength: 500, autocomplete: 'off' });
    }
  };
  const tell = () => root.dispatchEvent(new Event('input', { bubbles: true }));
  const addRow = () => {
    const row = el('tr', {}, columns.map(column => el('td', { class: `hy-column-${column[0]}` }, renderCell(column))),
      el('td', {}, el('button', { type: 'button', class: 'btn btn-link btn-xs', 'aria-label': '删除这一行', onclick: () => {
        row.remove();
        tell();
      } }, '删除')));
    body.append(row);
    return row;
  };
  const values = () => [...body.children].map(row => cells(row).map(cell => cell.value.trim().replaceAll('\n', ' ')))
    .filter(row => row.some(value => value !== ''));
  const count = () => {
    if (total) {
      total.textContent = `合计 ${values().reduce((sum, row) => sum + (Number(row[1]) || 0), 0)}%`;
    }
  };
  addRow();
  root.append(el('button', { type: 'button', class: 'btn btn-default btn-sm', onclick: () => cells(addRow())[0].focus() }, add),
    ...(total ? [' ', total] : []));
  root.addEventListener('input', count);
  count();
  Object.defineProperty(root, 'value', { get: () => values().map(row => row.join(between)).join(rows) });
  root.rows = values;
  // Leaving a cell that was just changed would count as a correction and wipe the message out.
  root.focus = () => root.contains(document.activeElement) || body.querySelector('.hy-cell')?.focus();
  root.offer = (kind, choices) => {
    options[kind] = choices;
    body.querySelectorAll(`.hy-column-${kind} select`).forEach(select => select.replaceChildren(
      el('option', { value: '' }, '请选择'), ...choices.map(([value, name]) => el('option', { value }, name))));
  };
  return root;
}

/** What is wrong with the rows of a list, or ''. The same rules as ResponsibilitySplit and Measure on the server. */
function listFault(field) {
  const rows = field.control.rows();
  const incomplete = rows.findIndex(row => row.some(value => value === ''));
  if (incomplete >= 0) {
    return `“${field.label}”第 ${incomplete + 1} 行没有填完整`;
  }
  if (field.type !== 'split') {
    return '';
  }
  const wrong = rows.findIndex(([, percent]) => !/^\d{1,3}$/.test(percent) || Number(percent) < 1 || Number(percent) > 100);
  if (wrong >= 0) {
    return `“${field.label}”第 ${wrong + 1} 行的比例应当是 1 到 100 的整数`;
  }
  const again = rows.findIndex(([unit], at) => rows.findIndex(row => row[0] === unit) < at);
  if (again >= 0) {
    return `“${field.label}”第 ${again + 1} 行的责任单位已经列过，请合并成一行`;
  }
  const sum = rows.reduce((all, [, percent]) => all + Number(percent), 0);
  return sum === 100 ? '' : `“${field.label}”各单位比例之和应为 100，现在是 ${sum}`;
}

function conditions(text) {
  return (text ?? '').split(';').map(part => part.trim()).filter(Boolean).map(part => {
    const at = part.indexOf('=');
    return { field: part.slice(0, at).trim(), values: part.slice(at + 1).split('|').map(value => value.trim()) };
  });
}

class Field {
  constructor(source, fields) {
    this.fields = fields;
    this.name = source.getAttribute('name');
    this.label = source.getAttribute('label');
    this.type = source.getAttribute('type');
    this.required = source.hasAttribute('required');
    this.hint = source.getAttribute('hint') ?? (['units', 'people'].includes(this.type) ? '按住 Ctrl（苹果电脑按 ⌘）可多选' : null);
    this.prefill = source.getAttribute('prefill');
    this.showWhen = conditions(source.getAttribute('show-when'));
    this.requiredWhen = conditions(source.getAttribute('required-when'));
    this.maxLength = Number(source.getAttribute('maxlength') ?? (this.type === 'textarea' ? 4000 : 200));
    this.min = source.getAttribute('min') ?? { score: '1', money: '0' }[this.type];
    this.max = source.getAttribute('max') ?? { score: '5', money: '9999999999999.99' }[this.type];
    this.options = [...source.querySelectorAll('option')].map(option => [option.getAttribute('value'), option.textContent]);
    if (this.type === 'score') {
      this.options = [['1', '1 很不满意'], ['2', '2 不满意'], ['3', '3 一般'], ['4', '4 满意'], ['5', '5 很满意']];
    }
    this.id = `hy-${++ids}`;
    source.replaceWith(this.render());
  }

  render() {
    this.error = el('span', { class: 'hy-error', id: `${this.id}-error`, role: 'alert' });
    this.mark = el('span', { class: 'hy-mark', title: '必填' }, '*');
    const described = { 'aria-describedby': `${this.id}-hint ${this.id}-error` };
    const hint = el('span', { class: 'hy-hint', id: `${this.id}-hint` }, this.hint);
    if (this.type === 'radio' || this.type === 'score') {
      this.group = el('div', { class: 'hy-radios' }, this.options.map(([value, label]) => el('label', {},
        el('input', { type: 'radio', name: this.id, value }), ' ', label)));
      this.root = el('fieldset', { class: 'hy-field', ...described },
        el('legend', { class: 'hy-label' }, this.label, this.mark), this.group, hint, this.error);
    } else if (this.type === 'checkbox') {
      this.control = el('input', { type: 'checkbox', id: this.id, ...described });
      this.root = el('div', { class: 'hy-field hy-checkbox' },
        el('label', { for: this.id }, this.control, ' ', this.label, this.mark), hint, this.error);
    } else {
      this.control = this.renderControl({ id: this.id, class: 'hy-control form-control', ...described });
      this.root = el('div', { class: `hy-field hy-type-${this.type}` },
        el('label', { for: this.id, class: 'hy-label' }, this.label, this.mark),
        this.type === 'money' ? el('span', { class: 'hy-money' }, this.control, ' 元') : this.control, hint, this.error);
    }
    this.root.addEventListener('input', () => this.changed());
    this.root.addEventListener('change', () => this.changed());
    return this.root;
  }

  renderControl(attributes) {
    switch (this.type) {
      case 'split': case 'measures':
        return list(this.type, { ...attributes, 'aria-label': this.label });
      case 'textarea':
        return el('textarea', { ...attributes, rows: 4 });
      case 'select': case 'unit': case 'person': case 'channel': case 'contact': case 'category': {
        const select = el('select', attributes);
        this.offer(select, this.options);
        return select;
      }
      case 'units': case 'people':
        return el('select', { ...attributes, multiple: true, size: 6 });
      case 'integer':
        return el('input', { ...attributes, type: 'text', inputmode: 'numeric', autocomplete: 'off' });
      case 'money':
        return el('input', { ...attributes, type: 'text', inputmode: 'decimal', autocomplete: 'off' });
      case 'date':
        return el('input', { ...attributes, type: 'date', min: '1900-01-01', max: '2999-12-31' });
      case 'datetime':
        return el('input', { ...attributes, type: 'datetime-local', min: '1900-01-01T00:00', max: '2999-12-31T23:59' });
      default:
        return el('input', { ...attributes, type: 'text', autocomplete: 'off' });
    }
  }

  offer(select, options) {
    if (select.multiple) {
      const wanted = this.touched ? this.raw : this.wanted;
      select.replaceChildren(...options.map(([value, label]) => el('option', { value }, label)));
      this.choose(wanted);
      return;
    }
    const chosen = select.value || this.wanted;
    select.replaceChildren(el('option', { value: '' }, '请选择'),
      ...options.map(([value, label]) => el('option', { value }, label)));
    if (options.some(([value]) => value === chosen)) {
      select.value = chosen;
    }
  }

  /** Several of a list: their values with commas between. */
  choose(values) {
    const chosen = (values ?? '').split(',');
    [...this.control.options].forEach(option => { option.selected = chosen.includes(option.value); });
  }

  changed() {
    this.touched = true;
    this.say('');
    this.fields.forEach(field => field.refresh());
  }

  get raw() {
    if (this.type === 'checkbox') {
      return String(this.control.checked);
    }
    if (this.control?.multiple) {
      return [...this.control.selectedOptions].map(option => option.value).join(',');
    }
    return this.group ? this.group.querySelector('input:checked')?.value ?? '' : this.control.value.trim();
  }

  set(value) {
    if (this.touched || value == null) {
      return;
    }
    if (this.type === 'checkbox') {
      this.control.checked = value === true || value === 'true';
    } else if (this.group) {
      this.group.querySelectorAll('input').forEach(input => { input.checked = input.value === String(value); });
    } else {
      this.wanted = String(value);
      if (this.control.multiple) {
        this.choose(this.wanted);
      } else {
        this.control.value = this.wanted;
      }
    }
  }

  holds(list) {
    return list.every(({ field, values }) => {
      if (field.startsWith('case.')) {
        return values.includes(this.fields.ratings?.[field.slice(5)]?.code ?? '');
      }
      const other = this.fields.find(candidate => candidate.name === field);
      return other && values.includes(other.shown ? other.raw : '');
    });
  }

  get shown() {
    return this.holds(this.showWhen);
  }

  get mustBeGiven() {
    return this.required || this.requiredWhen.length > 0 && this.holds(this.requiredWhen);
  }

  refresh() {
    this.root.hidden = !this.shown;
    this.mark.hidden = !this.mustBeGiven;
    for (const input of this.group ? this.group.querySelectorAll('input') : [this.control]) {
      input.setAttribute('aria-required', String(this.mustBeGiven));
    }
  }

  say(message) {
    this.error.textContent = message;
    this.root.classList.toggle('hy-wrong', message !== '');
    (this.control ?? this.root).setAttribute('aria-invalid', String(message !== ''));
  }

  /** What is wrong, or ''. The same rules as FormField and FieldType on the server. */
  fault() {
    const raw = this.raw;
    if (this.type === 'checkbox') {
      return this.mustBeGiven && raw !== 'true' ? `请勾选“${this.label}”` : '';
    }
    if (raw === '') {
      if (this.control?.validity?.badInput) {
        return `“${this.label}”没有填完整`;
      }
      const verb = this.type === 'score' ? '请评分：' : CHOICES.includes(this.type) ? '请选择' : '请填写';
      return this.mustBeGiven ? `${verb}“${this.label}”` : '';
    }
    if (LISTS[this.type]) {
      return listFault(this);
    }
    if (this.type === 'text' || this.type === 'textarea') {
      const length = [...raw].length;
      return length > this.maxLength ? `“${this.label}”最多 ${this.maxLength} 个字，现在有 ${length} 个，请精简` : '';
    }
    if (this.type === 'integer' || this.type === 'money') {
      if (!/^-?\d{1,13}(\.\d{1,10})?$/.test(raw)) {
        return `“${this.label}”应当是数字，只写数字和小数点`;
      }
      if (this.type === 'integer' && !/^-?\d{1,9}$/.test(raw)) {
        return `“${this.label}”应当是整数`;
      }
      if (!/^-?\d+(\.\d{1,2}0*)?$/.test(raw)) {
        return `“${this.label}”以元为单位，最多两位小数`;
      }
      if (this.min !== undefined && Number(raw) < Number(this.min)) {
        return `“${this.label}”不能小于 ${this.min}`;
      }
      if (this.max !== undefined && Number(raw) > Number(this.max)) {
        return `“${this.label}”不能大于 ${this.max}`;
      }
    }
    return '';
  }

  get value() {
    switch (TYPES[this.type]) {
      case 'Boolean': return this.raw === 'true';
      case 'Integer': case 'Double': return Number(this.raw);
      default: return this.type === 'datetime' ? withOffset(this.raw) : this.raw;
    }
  }

  focus() {
    (this.control ?? this.group.querySelector('input')).focus();
  }
}

// ---------------------------------------------------------------- case panel

function fact(label, value) {
  return value == null || value === '' ? null : el('div', { class: 'hy-fact' }, el('dt', {}, label), el('dd', {}, value));
}

function badge(text, tone, title) {
  return el('span', { class: `hy-badge hy-tone-${tone}`, title }, text);
}

export const TONES = { P0: 'red', P1: 'amber', SERIOUS: 'red', MAJOR: 'red', GENERAL: 'amber', EXTREME: 'red' };

function ratings(panel) {
  const code = panel.ratings;
  return el('div', { class: 'hy-badges' },
    badge(`${code.priority.code} ${code.priority.label}`, TONES[code.priority.code] ?? 'grey', '优先级'),
    badge(`严重程度：${code.severity.label}`, TONES[code.severity.code] ?? 'grey', '严重程度'),
    code.complexity.code === 'NONE' ? null : badge(code.complexity.label, code.complexity.code === 'GENERAL' ? 'amber' : 'red', '复杂度'),
    panel.sensitive ? badge('高度敏感', 'red', '只有经办人可以查看') : null,
    panel.repeat ? badge('重复投诉', 'amber', '同一客户一年内投诉过同类问题') : null,
    panel.lateRecord ? badge('迟录', 'amber', '联系结束 30 分钟以后才登记') : null,
    panel.round > 1 ? badge(`第 ${panel.round} 轮`, 'amber', '客户对处理结果提出过异议') : null,
    panel.returns > 0 ? badge(`退回 ${panel.returns} 次`, 'amber', '各环节退回上一步的次数') : null,
    panel.urges > 0 ? badge(`催办 ${panel.urges} 次`, 'amber', '本案被催办的次数') : null,
    badge(panel.status, 'blue', '案件状态'));
}

/** What runs or was missed stands open; what was kept can be unfolded. */
function clocks(panel, now, unfolded) {
  const kept = panel.clocks.filter(clock => clock.status === 'MET' || clock.status === 'CANCELLED');
  return [...tiles(panel.clocks.filter(clock => !kept.includes(clock)), now), kept.length === 0 ? null
    : el('details', { class: 'hy-kept', open: unfolded }, el('summary', {}, `已结束的时限（${kept.length} 项）`),
      el('div', { class: 'hy-clocks' }, tiles(kept, now)))].filter(Boolean);
}

function tiles(some, now) {
  return some.map(clock => {
    const left = new Date(clock.dueAt) - now();
    const [tone, text] = clock.status === 'RUNNING'
      ? left < 0 ? ['red', `已超时 ${span(left)}`] : [clock.warned ? 'amber' : 'green', `剩余 ${span(left)}`]
      : clock.status === 'MET_LATE' ? ['red', clock.statusLabel] : ['grey', clock.statusLabel];
    return el('div', { class: `hy-clock hy-tone-${tone}`, title: clock.explanation, tabindex: 0 },
      el('span', { class: 'hy-clock-kind' }, clock.label), el('strong', {}, text),
      el('span', { class: 'hy-clock-due' }, `截止 ${when(clock.dueAt)}`));
  });
}

function customer(panel) {
  const person = panel.customer;
  const list = el('dl', { class: 'hy-facts' });
  const show = shown => list.replaceChildren(...[fact('客户', shown.customerName), fact('电话', shown.customerPhone),
    fact('邮箱', shown.customerEmail), fact('会员等级', panel.memberLevel)].filter(Boolean));
  show(person);
  if (!person.mayUnmask || !person.customerName && !person.customerPhone && !person.customerEmail) {
    return list;
  }
  const note = el('span', { class: 'hy-note', role: 'status' });
  const button = el('button', { type: 'button', class: 'btn btn-link btn-xs', title: '查看行为会记入案卷' }, '显示完整信息');
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      show(await post(`/complaints/${encodeURIComponent(panel.number)}/unmask`));
      button.remove();
      note.textContent = '本次查看已记入案卷';
    } catch (error) {
      button.disabled = false;
      note.textContent = error.message;
    }
  });
  return el('div', { class: 'hy-customer' }, list, button, note);
}

function timeline(panel) {
  return el('details', { class: 'hy-history' }, el('summary', {}, `处理经过（${panel.timeline.length} 条）`),
    el('ol', {}, panel.timeline.map(entry => el('li', {},
      el('span', { class: 'hy-at' }, when(entry.at)), ' ', el('strong', {}, entry.actor), ' ', entry.summary))));
}

/** Who opens another case needs a task of it; here its number and how it stands are enough. */
function related(panel) {
  return panel.related.length === 0 ? '' : el('details', { class: 'hy-history' },
    el('summary', {}, `关联案件（${panel.related.length} 件）`),
    el('ul', {}, panel.related.map(other => el('li', {}, el('strong', {}, other.number),
      ` ${other.relation}，${other.category}，${other.status}，${when(other.registeredAt)} 登记`))));
}

/** Past complaints like this one; how they were solved is read, and on record as read, when somebody unfolds it. */
function similar(number) {
  const list = el('ul', { class: 'hy-similar' });
  const heading = el('summary');
  const box = el('details', { class: 'hy-history', hidden: true }, heading, list);
  const path = `/complaints/${encodeURIComponent(number)}/similar`;
  const item = one => el('li', {}, el('strong', {}, one.number),
    ` ${one.alike.join('、')}，${when(one.closedAt).slice(0, 10)} 办结`,
    one.rating == null ? '' : `，客户评价 ${one.rating.toFixed(1)} 分`,
    el('dl', {}, fact('处理措施', one.measures), fact('告知客户的结果', one.result)));
  call(path).then(found => {
    box.hidden = found.length === 0;
    heading.textContent = `相似的历史投诉（${found.length} 件）`;
  }).catch(() => { /* the case itself is what matters */ });
  box.addEventListener('toggle', () => call(`${path}?solutions=true`)
    .then(found => list.replaceChildren(...found.map(item)))
    .catch(error => list.replaceChildren(el('li', { class: 'hy-error' }, error.message))), { once: true });
  return box;
}

function renderPanel(panel, now) {
  const due = el('div', { class: 'hy-clocks' }, clocks(panel, now, false));
  const tick = () => due.replaceChildren(...clocks(panel, now, due.querySelector('details')?.open));
  const node = el('section', { class: 'hy-panel', 'aria-label': '案件信息' },
    el('div', { class: 'hy-head' }, el('strong', { class: 'hy-number' }, panel.number), ratings(panel)),
    panel.cameBy ? el('p', { class: 'hy-came-by' }, panel.cameBy) : null,
    due,
    customer(panel),
    el('dl', { class: 'hy-facts' }, fact('类别', panel.category), fact('渠道', panel.channel),
      fact('产品或服务', panel.product), fact('订单号', panel.orderNumber), fact('问题点', panel.issuePoint),
      fact('责任单位', panel.leadUnit), fact('索赔金额', panel.claimAmount == null ? null : `${panel.claimAmount} 元`),
      fact('涉及人数', panel.groupSize > 1 ? `${panel.groupSize} 人` : null), fact('发生地点', panel.occurredPlace),
      fact('登记时间', when(panel.registeredAt)), fact('外部编号', panel.externalReference),
      Object.entries(panel.findings).map(([label, value]) => fact(label, value))),
    el('dl', { class: 'hy-texts' }, fact('投诉内容', panel.description), fact('客户诉求', panel.demand),
      fact('已采取的措施', panel.measuresTaken)),
    related(panel),
    similar(panel.number),
    timeline(panel));
  return { node, tick };
}

// ---------------------------------------------------------------- evidence

/** Where one piece of evidence of a case is, or with `part` its thumbnail. */
function evidenceAddress(number, id, part = '') {
  return `${API}/complaints/${encodeURIComponent(number)}/evidence/${encodeURIComponent(id)}${part}`;
}

/** The small picture of a picture, which opens nothing: files are downloaded, never shown inside our pages. */
function thumbnail(number, item) {
  return item.thumbnail
    ? el('img', { class: 'hy-thumbnail', src: evidenceAddress(number, item.id, '/thumbnail'), alt: `缩略图：${item.name}`, loading: 'lazy' })
    : null;
}

function evidence(place, panel) {
  const list = el('ul', { class: 'hy-files' });
  const show = item => list.append(el('li', {}, thumbnail(panel.number, item),
    el('a', { href: evidenceAddress(panel.number, item.id) }, item.name),
    ` ${item.kindLabel ?? ''} ${size(item.size)} ${when(item.at)}`));
  panel.evidence.forEach(show);
  place.replaceWith(el('fieldset', { class: 'hy-box' }, el('legend', {}, '证据材料'), list,
    panel.may.includes('EVIDENCE') && evidenceUpload(panel, show)));
}

/**
 * Lets a person choose or drop files and sends them one after the other, each with its own progress and its own
 * result; what failed can be sent again. `file` has number, evidenceKinds and missingDocuments; `added` gets each piece.
 */
function evidenceUpload(file, added) {
  const missing = el('p', { class: 'hy-missing' });
  const lack = documents => {
    missing.hidden = documents.length === 0;
    missing.textContent = `归档前还缺：${documents.map(document => document.label).join('、')}`;
    file.missingDocuments = documents;
  };
  lack(file.missingDocuments);

  const id = `hy-${++ids}`;
  const input = el('input', { type: 'file', multiple: true, id: `${id}-file`, class: 'hy-unseen' });
  const kind = el('select', { class: 'form-control', id: `${id}-kind` },
    file.evidenceKinds.map(option => el('option', { value: option.value }, option.label)));
  const note = el('input', { type: 'text', class: 'form-control', id: `${id}-note`, maxlength: 200 });
  const consent = el('input', { type: 'checkbox', id: `${id}-consent` });
  const consentRow = el('label', { class: 'hy-consent', for: `${id}-consent` }, consent, ' 客户已同意录音录像（有人谈话的录音、录像必须确认）');
  const silent = el('input', { type: 'checkbox', id: `${id}-silent` });
  const silentRow = el('label', { class: 'hy-consent', for: `${id}-silent` }, silent, ' 录像中没有人的谈话（不需要客户同意）');
  const said = el('p', { class: 'hy-error', role: 'status', hidden: true });
  const rows = el('ul', { class: 'hy-uploads', 'aria-live': 'polite', 'aria-label': '要上传的文件' });
  const button = el('button', { type: 'button', class: 'btn btn-default btn-sm' }, '上传');
  let queue = [];

  const isSound = () => /RECORD/.test(kind.value) && kind.value !== 'COMMUNICATION_RECORD'
    || queue.some(({ content }) => content.type.startsWith('audio/') || AUDIO.test(content.name));
  const isVideo = () => queue.some(({ content }) => content.type.startsWith('video/') || VIDEO.test(content.name));
  const refresh = () => {
    consentRow.hidden = !isSound() && !isVideo();
    silentRow.hidden = !isVideo();
    said.hidden = true;
  };
  const choose = files => {
    [...files].forEach(content => {
      const chosen = { content, bar: el('progress', { max: 100, value: 0, hidden: true, 'aria-label': `${content.name} 的进度` }),
        state: el('span', { class: 'hy-note' }, '待上传'), tools: el('span', {}) };
      chosen.row = el('li', {}, el('span', { class: 'hy-upload-name' }, content.name),
        el('span', { class: 'hy-note' }, size(content.size)), chosen.bar, chosen.state, chosen.tools);
      chosen.tools.append(el('button', { type: 'button', class: 'btn btn-link btn-xs', 'aria-label': `不上传 ${content.name}`, onclick: () => {
        queue = queue.filter(other => other !== chosen);
        chosen.row.remove();
        refresh();
      } }, '移除'));
      queue.push(chosen);
      rows.append(chosen.row);
    });
    input.value = ''; // the same file can be chosen again
    refresh();
  };
  const tell = (chosen, text, error) => {
    chosen.state.className = error ? 'hy-error' : 'hy-note';
    chosen.state.textContent = text;
  };
  const send = async chosen => {
    chosen.tools.replaceChildren();
    chosen.bar.hidden = false;
    tell(chosen, '上传中');
    const body = new FormData();
    body.append('kind', kind.value);
    body.append('note', note.value);
    body.append('recordingConsent', String(consent.checked));
    body.append('noConversation', String(silent.checked));
    body.append('file', chosen.content, chosen.content.name);
    try {
      added(await upload(`/complaints/${encodeURIComponent(file.number)}/evidence`, body, part => {
        chosen.bar.value = part;
        tell(chosen, part < 100 ? `上传中 ${Math.floor(part)}%` : '正在检查和保存');
      }));
      lack(file.missingDocuments.filter(document => document.value !== kind.value));
      tell(chosen, '已上传');
    } catch (error) {
      tell(chosen, `没有上传成功：${error.message}`, true);
      chosen.tools.append(el('button', { type: 'button', class: 'btn btn-link btn-xs', 'aria-label': `重新上传 ${chosen.content.name}`,
        onclick: () => {
          chosen.tools.replaceChildren();
          tell(chosen, '待上传');
          queue.push(chosen);
          sendAll();
        } }, '重试'));
    }
    chosen.bar.hidden = true;
  };
  const sendAll = async () => {
    if (button.disabled) {
      return; // the turn of what was added comes
    }
    if (!consent.checked && (isSound() || isVideo() && !silent.checked)) {
      said.textContent = isSound() ? '录音须先取得客户同意，请确认后勾选'
        : '有人谈话的录像须先取得客户同意，请确认后勾选；没有人谈话的，请勾选说明';
      said.hidden = false;
      return;
    }
    button.disabled = true;
    while (queue.length > 0) {
      await send(queue.shift());
    }
    note.value = '';
    button.disabled = false;
    refresh();
  };
  button.addEventListener('click', () => {
    if (queue.length === 0) {
      said.textContent = '请先选择文件';
      said.hidden = false;
      return;
    }
    sendAll();
  });
  input.addEventListener('change', () => choose(input.files));
  kind.addEventListener('change', refresh);
  refresh();

  const drop = el('div', { class: 'hy-drop' }, input,
    el('label', { for: `${id}-file`, class: 'btn btn-default btn-sm hy-choose' }, '选择文件'),
    el('span', { class: 'hy-note' }, '可多选，也可以把文件拖到这里'));
  const over = event => {
    if ([...event.dataTransfer.types].includes('Files')) {
      event.preventDefault();
      drop.classList.toggle('hy-over', event.type !== 'drop');
    }
  };
  drop.addEventListener('dragenter', over);
  drop.addEventListener('dragover', over);
  drop.addEventListener('dragleave', () => drop.classList.remove('hy-over'));
  drop.addEventListener('drop', event => {
    over(event);
    choose(event.dataTransfer.files);
  });
  return el('div', { class: 'hy-upload' }, missing, drop,
    el('div', { class: 'hy-row' },
      el('div', {}, el('label', { for: `${id}-kind` }, '材料种类'), kind),
      el('div', {}, el('label', { for: `${id}-note` }, '说明（选填）'), note)),
    consentRow, silentRow, rows, said, button);
}

/** fetch cannot report how far an upload is, XMLHttpRequest can. */
function upload(path, body, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', API + path);
    request.setRequestHeader('X-XSRF-TOKEN', xsrfToken());
    request.setRequestHeader('Accept', 'application/json');
    request.upload.onprogress = event => event.lengthComputable && progress(100 * event.loaded / event.total);
    request.onerror = () => reject(new Error('网络中断，请检查网络后重新上传'));
    request.onload = () => {
      let answer = null;
      try {
        answer = JSON.parse(request.responseText);
      } catch (error) {
        // an error page instead of JSON
      }
      if (request.status < 300) {
        resolve(answer);
      } else {
        reject(failure(request.status, answer));
      }
    };
    request.send(body);
  });
}

// ---------------------------------------------------------------- contacts

function contacts(place, panel) {
  const id = `hy-${++ids}`;
  const list = el('ul', { class: 'hy-files' });
  const heading = el('summary');
  const show = contact => {
    list.append(el('li', {}, el('span', { class: 'hy-at' }, when(contact.at)),
      ` ${contact.directionLabel}·${contact.channelLabel} `, contact.summary));
    heading.textContent = `客户沟通记录（${list.children.length} 条）`;
  };
  heading.textContent = '客户沟通记录（0 条）';
  panel.contacts.forEach(show);
  if (!panel.may.includes('CONTACT')) {
    place.replaceWith(el('details', { class: 'hy-box' }, heading, list));
    return;
  }
  const direction = el('select', { class: 'form-control', id: `${id}-direction` },
    el('option', { value: 'OUTBOUND' }, '我方联系客户'), el('option', { value: 'INBOUND' }, '客户来电来访'));
  const channel = el('select', { class: 'form-control', id: `${id}-channel` });
  call('/options/contact').then(options => channel.replaceChildren(
    ...options.map(option => el('option', { value: option.id }, option.name)))).catch(error => {
    said.className = 'hy-error';
    said.textContent = error.message;
  });
  const summary = el('textarea', { class: 'form-control', id: `${id}-summary`, rows: 2, maxlength: 4000 });
  const substantive = el('input', { type: 'checkbox', id: `${id}-substantive` });
  const substantiveRow = el('label', { for: `${id}-substantive`, title: '谈到了事实、诉求或解决办法；复杂投诉 48 小时内要有一次' },
    substantive, ' 实质性沟通');
  direction.addEventListener('change', () => {
    substantiveRow.hidden = direction.value !== 'OUTBOUND';
    substantive.checked &&= !substantiveRow.hidden;
  });
  const said = el('span', { role: 'status' });
  const button = el('button', { type: 'button', class: 'btn btn-default btn-sm' }, '登记沟通');
  button.addEventListener('click', async () => {
    if (summary.value.trim() === '') {
      said.className = 'hy-error';
      said.textContent = '请填写沟通内容';
      return;
    }
    button.disabled = true;
    try {
      show(await post(`/complaints/${encodeURIComponent(panel.number)}/contacts`,
        { direction: direction.value, channel: channel.value, summary: summary.value.trim(),
          substantive: substantive.checked }));
      summary.value = '';
      substantive.checked = false;
      said.className = 'hy-note';
      said.textContent = '已登记到案卷';
    } catch (error) {
      said.className = 'hy-error';
      said.textContent = `没有登记成功：${error.message}`;
    }
    button.disabled = false;
  });
  place.replaceWith(el('details', { class: 'hy-box' }, heading, list,
    el('div', { class: 'hy-row' },
      el('div', {}, el('label', { for: `${id}-direction` }, '方向'), direction),
      el('div', {}, el('label', { for: `${id}-channel` }, '方式'), channel)),
    el('label', { for: `${id}-summary` }, '沟通内容'), summary, substantiveRow, el('div', {}, button, ' ', said)));
}

// ---------------------------------------------------------------- form

async function fillChoices(fields, types, path) {
  const open = fields.filter(field => types.includes(field.type));
  const lists = fields.filter(field => LISTS[field.type]?.columns.some(([kind]) => types.includes(kind)));
  if (open.length + lists.length > 0) {
    const options = (await call(path)).map(option => [option.id, option.name]);
    open.forEach(field => field.offer(field.control, options));
    lists.forEach(field => field.control.offer(types[0], options));
  }
}

function earlier(root, panel) {
  root.querySelectorAll('hy-earlier').forEach(place => {
    const value = panel.facts[place.getAttribute('name')];
    place.replaceWith(...(value == null || value === '' ? [] : [el('dl', { class: 'hy-earlier' },
      fact(place.getAttribute('label'), place.getAttribute('type') === 'measures' ? measures(String(value))
        : value === true ? '是' : value === false ? '否' : String(value)))]));
  });
}

/** The list of measures as a table, with names instead of user ids. */
function measures(text) {
  const { columns, between, rows } = LISTS.measures;
  const lines = text.split(rows).map(line => line.split(between).map(cell => el('td', {}, cell)));
  call('/people').then(people => lines.forEach(cells => {
    cells[1].textContent = people.find(person => person.id === cells[1].textContent)?.name ?? cells[1].textContent;
  })).catch(() => { /* the ids stay */ });
  return el('table', { class: 'hy-measures' },
    el('thead', {}, el('tr', {}, columns.map(([, label]) => el('th', { scope: 'col' }, label)))),
    el('tbody', {}, lines.map(cells => el('tr', {}, cells))));
}

function proposal(root, panel) {
  root.querySelectorAll('hy-proposal').forEach(place => place.replaceWith(...(panel.proposal.length === 0 ? []
    : [el('dl', { class: 'hy-earlier' }, el('dt', {}, '系统建议及理由'),
        panel.proposal.map(item => el('dd', {}, el('strong', {}, `${item.label}：${item.value}`), `　${item.reason ?? ''}`)))])));
}

function form(camForm, $scope) {
  const root = camForm.formElement[0] ?? camForm.formElement;
  const fields = [];
  root.querySelectorAll('hy-field').forEach(source => fields.push(new Field(source, fields)));
  fields.forEach(field => field.refresh());
  const summary = el('div', { class: 'hy-summary', role: 'alert' });
  root.append(summary);
  root.setAttribute('novalidate', '');

  const report = (failures, message) => {
    fields.forEach(field => field.say(failures.get(field.name) ?? ''));
    summary.textContent = message;
    const first = fields.find(field => failures.has(field.name) && field.shown);
    first?.focus();
    (first?.root ?? summary).scrollIntoView({ block: 'center' });
  };

  // Drafts in local storage would leave personal data on the computer.
  camForm.on('store', () => { camForm.storePrevented = true; });

  camForm.on('submit', () => {
    const shown = fields.filter(field => field.shown);
    const failures = new Map(shown.map(field => [field.name, field.fault()]).filter(([, fault]) => fault !== ''));
    if (failures.size > 0) {
      camForm.submitPrevented = true;
      report(failures, `还有 ${failures.size} 处需要改正，见上面标红的栏目`);
      return;
    }
    summary.textContent = '';
    const variables = camForm.variableManager;
    variables.variableNames().forEach(name => variables.destroyVariable(name));
    // An emptied list is an answer: without it the server would keep what was proposed.
    shown.filter(field => field.raw !== '' || field.type === 'units').forEach(field =>
      variables.createVariable({ name: field.name, type: TYPES[field.type], value: field.value }));
  });

  camForm.on('submit-failed', (ignored, [error] = []) => {
    if (camForm.submitPrevented) {
      return;
    }
    const faults = error?.response?.body?.errors ?? [];
    const known = new Map(faults.filter(fault => fields.some(field => field.name === fault.field && field.shown))
      .map(fault => [fault.field, fault.message]));
    const others = faults.filter(fault => !known.has(fault.field)).map(fault => fault.message);
    if (faults.length > 0) {
      // Tasklist shows this beside the form; the names of the fields say nothing to a person.
      error.message = faults.map(fault => fault.message).join('；');
    }
    report(known, known.size + others.length > 0 ? ['没有提交成功，请改正后再提交', ...others].join('；')
      : '没有提交成功，填写的内容还在；请稍后再试，如果一直这样，请联系系统管理员');
  });

  fillChoices(fields, ['unit', 'units'], '/units').catch(error => { summary.textContent = error.message; });
  fillChoices(fields, ['person', 'people'], '/people').catch(error => { summary.textContent = error.message; });
  ['channel', 'contact', 'category'].forEach(type => fillChoices(fields, [type], `/options/${type}`)
    .catch(error => { summary.textContent = error.message; }));
  if (!camForm.taskId) {
    return;
  }
  const claim = el('p', { class: 'hy-claim' }, '请先在上方点击“认领”，再填写和提交。');
  root.prepend(claim);
  const followUps = root.querySelector('hy-follow-ups');
  if (followUps) {
    // about many cases, so there is none to show above
    import(`./follow-ups.js${new URL(import.meta.url).search}`).then(module => module.followUps(followUps))
      .catch(error => { summary.textContent = error.message; });
    return;
  }
  if (root.classList.contains('hy-no-case')) {
    return;
  }
  const loading = el('p', { class: 'hy-note' }, '正在读取案件…');
  root.prepend(loading);
  let tick = () => {};
  let place = loading;
  const show = panel => {
    const offset = new Date(panel.now) - Date.now();
    const shown = renderPanel(panel, () => Date.now() + offset);
    tick = shown.tick;
    place.replaceWith(shown.node);
    place = shown.node;
  };
  const read = () => call(`/tasks/${encodeURIComponent(camForm.taskId)}/panel`);
  const again = () => read().then(show).catch(() => { /* what stands there stays */ });
  document.addEventListener('huiyin:case-changed', again);
  const timer = setInterval(() => tick(), 30000);
  $scope.$on('$destroy', () => {
    clearInterval(timer);
    clearInterval(waiting);
    document.removeEventListener('huiyin:case-changed', again);
  });
  let waiting;
  const open = () => read().then(panel => {
    show(panel);
    fields.ratings = panel.ratings;
    earlier(root, panel);
    proposal(root, panel);
    root.querySelectorAll('hy-evidence').forEach(place => evidence(place, panel));
    root.querySelectorAll('hy-contacts').forEach(place => contacts(place, panel));
    fields.filter(field => field.prefill).forEach(field => field.set(panel.facts[field.prefill]));
    fields.forEach(field => field.refresh());
  }).catch(error => {
    loading.className = 'hy-error';
    loading.textContent = `案件信息没有读出来：${error.message}`;
    // A highly sensitive case shows to whoever has taken the task; Tasklist does not draw the form anew then.
    if (error.status === 404 && claim.offsetParent) {
      waiting = setInterval(() => {
        if (!claim.offsetParent) {
          clearInterval(waiting);
          open();
        }
      }, 1000);
    }
  });
  open();
}

window.Huiyin = { form };

export {
  Field, badge, call, customer, el, evidenceAddress, evidenceUpload, fact, fillChoices, post, similar, size, thumbnail, when
};
