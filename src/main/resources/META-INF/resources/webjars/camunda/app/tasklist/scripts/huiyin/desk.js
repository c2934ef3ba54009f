/*
 * The toolbar of a task: hand over, return, urge, copy, and what moves the case's clocks; and in the head of the page the
 * stand-ins and the cases one was copied on. The server says which buttons a person has, and checks each call again.
 */

const busted = new URL(import.meta.url).search;
const { API, Field, call, el, fillChoices, post, when } = await import(`./kit.js${busted}`);
const { sheets } = await import(`./case-file.js${busted}`);

const field = (type, name, label, more = {}, options = []) => el('hy-field', { type, name, label, ...more },
  options.map(([value, text]) => el('option', { value }, text)));
const reason = (label = '原因') => field('textarea', 'reason', label, { required: true, maxlength: 1000 });
const receiver = [
  field.bind(null, 'radio', 'kind', '给谁', { required: true }, [['person', '同事'], ['unit', '责任单位']]),
  field.bind(null, 'person', 'person', '同事', { 'show-when': 'kind=person', 'required-when': 'kind=person' }),
  field.bind(null, 'unit', 'unit', '责任单位', { 'show-when': 'kind=unit', 'required-when': 'kind=unit' })
];
const receiverOf = values => (values.kind === 'unit' ? { unit: values.unit } : { person: values.person });

/** Shows a small form over the page; `send` gets what was filled in, by name, and throws what the server refused. */
function dialogue(title, { intro, content = [], sources = [], submit = '确定', send }) {
  const opener = document.activeElement;
  const body = el('div', {}, sources);
  const said = el('p', { class: 'hy-summary', role: 'alert' });
  const confirm = el('button', { type: 'submit', class: 'btn btn-primary' }, submit);
  const window = el('dialog', { class: 'hy-dialog hy-form', 'aria-label': title });
  const close = () => window.close();
  const form = el('form', { novalidate: true }, el('h3', {}, title), intro ? el('p', { class: 'hy-note' }, intro) : null,
    content, body, said, el('div', { class: 'hy-dialog-foot' },
      el('button', { type: 'button', class: 'btn btn-default', onclick: close }, send ? '取消' : '关闭'),
      send ? confirm : null));
  const fields = [];
  body.querySelectorAll('hy-field').forEach(source => fields.push(new Field(source, fields)));
  fields.forEach(one => one.refresh());
  for (const [type, path] of [['unit', '/units'], ['person', '/people']]) {
    fillChoices(fields, type, path).catch(error => { said.textContent = error.message; });
  }
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const shown = fields.filter(one => one.shown);
    const faults = shown.filter(one => { one.say(one.fault()); return one.fault() !== ''; });
    said.textContent = '';
    if (faults.length > 0) {
      faults[0].focus();
      return;
    }
    confirm.disabled = true;
    try {
      await send(Object.fromEntries(shown.filter(one => one.raw !== '').map(one => [one.name, one.value])));
      close();
    } catch (error) {
      const others = (error.fields ?? []).filter(fault => {
        const one = shown.find(candidate => candidate.name === fault.field);
        one?.say(fault.message);
        return !one;
      });
      said.textContent = error.fields?.length ? others.map(fault => fault.message).join('；') : error.message;
    }
    confirm.disabled = false;
  });
  // What is typed here is nobody's shortcut.
  window.addEventListener('keydown', event => event.stopPropagation());
  window.addEventListener('close', () => { window.remove(); opener?.focus(); });
  window.append(form);
  document.body.append(window);
  window.showModal();
  return window;
}

// ---------------------------------------------------------------- toolbar

const LENGTHS = { hours: n => `PT${n}H`, workHours: n => `${n}BH`, workDays: n => `${n}WD` };

function copiesList(path, actions, changed) {
  return actions.copies.length === 0 ? null : el('ul', { class: 'hy-files' }, actions.copies.map(copy => {
    const line = el('li', {}, `${copy.reader}（${copy.by}，${when(copy.at)}） `);
    if (copy.mayTakeBack) {
      line.append(el('button', { type: 'button', class: 'btn btn-link btn-xs', onclick: async event => {
        event.target.disabled = true;
        try {
          await call(`${path}/copies/${copy.id}`, { method: 'DELETE' });
          line.remove();
          changed();
        } catch (error) {
          line.append(el('span', { class: 'hy-error' }, error.message));
        }
      } }, '收回'));
    }
    return line;
  }));
}

/** The buttons of a task: [may the person?, in the bar or the menu, label, what it opens]. */
function buttons(path, actions, { moved, changed }) {
  const grades = actions.ratings;
  return [
    [actions.handOver, true, '转办', () => dialogue('转办', {
      intro: '转给同事或责任单位以后，任务由对方办理，您不再能看到本案，除非还有别的任务。',
      sources: [...receiver.map(make => make()), reason()], submit: '转办',
      send: values => post(`${path}/hand-over`, { ...receiverOf(values), reason: values.reason }).then(moved)
    })],
    [actions.returnTo, true, '退回', () => dialogue(`退回到“${actions.returnTo}”`, {
      intro: `本案已退回 ${actions.returns} 次。上一步的承办人会看到退回原因，那一步重新计时。`,
      sources: [reason('退回原因')], submit: '退回', send: values => post(`${path}/return`, values).then(moved)
    })],
    [actions.urge, true, '催办', () => dialogue('催办', {
      intro: `本案已催办 ${actions.urges} 次。提醒本案全部承办人，同一个人一小时内最多收到一封邮件。`,
      sources: [reason('催办说明')], submit: '催办', send: values => post(`${path}/urges`, values).then(changed)
    })],
    [actions.copy, true, '抄送', () => dialogue('抄送', {
      intro: '对方可以查看这一件投诉，不用办理。', content: [copiesList(path, actions, changed)].filter(Boolean),
      sources: receiver.map(make => make()), submit: '抄送',
      send: values => post(`${path}/copies`, receiverOf(values)).then(changed)
    })],
    [actions.extend, false, '申请延期', () => dialogue('申请延期', {
      intro: '先书面回复临时处理措施，才能申请延期；批准后期限才会变动。',
      sources: [
        field('select', 'clock', '哪个时限', { required: true }, actions.clocks.map(clock => [clock.value, clock.label])),
        field('integer', 'amount', '延长多少', { required: true, min: '1', max: '999' }),
        field('radio', 'unit', '单位', { required: true }, [['workDays', '工作日'], ['workHours', '工作小时'], ['hours', '小时']]),
        field('textarea', 'interimMeasures', '临时处理措施', { required: true }), reason('延期原因')],
      submit: '提交申请',
      send: ({ amount, unit, ...rest }) => post(`${path}/extensions`, { ...rest, extendBy: LENGTHS[unit](amount) }).then(changed)
    })],
    [actions.pause, false, '暂停计时', () => dialogue('暂停计时', {
      intro: '只有等待客户时才能暂停，累计不超过规定的工作日，到期自动恢复。',
      sources: [reason('等待客户做什么')], submit: '暂停计时', send: values => post(`${path}/pauses`, values).then(changed)
    })],
    [actions.resume, false, '恢复计时', () => dialogue('恢复计时', {
      intro: '客户已经答复，从现在起继续计时。', submit: '恢复计时',
      send: () => call(`${path}/pauses`, { method: 'DELETE' }).then(changed)
    })],
    [actions.regrade, false, '重新定级', () => {
      const window = dialogue('重新定级', {
        intro: `目前：${grades.priority.code} ${grades.priority.label}，严重程度${grades.severity.label}，${grades.complexity.label}。时限按新等级从原起点重算。`,
        sources: [
          field('select', 'priority', '优先级', { required: true }, [['P0', 'P0 紧急'], ['P1', 'P1 重要'], ['P2', 'P2 一般']]),
          field('select', 'severity', '严重程度', { required: true },
            [['MINOR', '轻微'], ['GENERAL', '一般'], ['MAJOR', '重大'], ['SERIOUS', '严重']]),
          field('select', 'complexity', '复杂度', { required: true },
            [['NONE', '非复杂'], ['GENERAL', '复杂-一般'], ['MAJOR', '复杂-重大'], ['EXTREME', '复杂-特大']]), reason()],
        submit: '重新定级', send: values => post(`${path}/ratings`, values).then(changed)
      });
      [grades.priority, grades.severity, grades.complexity].forEach((grade, i) => {
        window.querySelectorAll('select')[i].value = grade.code;
      });
    }],
    [actions.withdraw, false, '撤诉', () => dialogue('登记撤诉', {
      intro: '客户撤回投诉。未完成的任务全部撤销，案件转入归档；这一步不能撤回。',
      sources: [reason('客户撤诉的说明')], submit: '登记撤诉', send: values => post(`${path}/withdrawal`, values).then(moved)
    })]
  ].filter(([may]) => may);
}

function toolbar(actions, path, after) {
  const button = kind => ([, , label, open]) => el('button', { type: 'button', class: kind, onclick: open }, label);
  const all = buttons(path, actions, after);
  const more = all.filter(([, first]) => !first);
  const menu = more.length === 0 ? null : el('details', { class: 'hy-more' },
    el('summary', { class: 'btn btn-default btn-sm' }, '更多'),
    el('div', { class: 'hy-menu' }, more.map(button('hy-menu-item'))));
  menu?.addEventListener('click', event => event.target.tagName === 'BUTTON' && menu.removeAttribute('open'));
  menu?.addEventListener('focusout', event => menu.contains(event.relatedTarget) || menu.removeAttribute('open'));
  return [...all.filter(([, first]) => first).map(button('btn btn-default btn-sm')), menu].filter(Boolean);
}

const tools = {
  id: 'huiyin-desk',
  pluginPoint: 'tasklist.task.action',
  priority: 1000,
  render(node, data, scope) {
    const place = el('div', { class: 'hy-tools', role: 'toolbar', 'aria-label': '任务操作' });
    node.append(place);
    let asked = 0;
    const show = async () => {
      const id = scope.task?.id;
      const mine = ++asked;
      if (!id) {
        place.replaceChildren();
        return;
      }
      const path = `/tasks/${encodeURIComponent(id)}`;
      const after = {
        // the task is no longer what it was, or no longer the person's to see
        moved: () => {
          location.hash = location.hash.replace(/([?&])task=[^&]*&?/, '$1');
          scope.$root.$broadcast('refresh');
          scope.$applyAsync();
        },
        // the same task, another standing of its case
        changed: () => {
          document.dispatchEvent(new Event('huiyin:case-changed'));
          return show();
        }
      };
      try {
        const actions = await call(`${path}/actions`);
        if (mine === asked) {
          place.replaceChildren(...toolbar(actions, path, after));
        }
      } catch (error) {
        if (mine === asked) {
          place.replaceChildren(); // no case of ours, or none to be seen: the form says so
        }
      }
    };
    scope.$watch(() => scope.task && [scope.task.id, scope.task.assignee].join(), show);
  }
};

// ---------------------------------------------------------------- stand-ins and copies

function standIns(view) {
  const list = el('ul', { class: 'hy-files' }, view.coming.length === 0 ? el('li', {}, '还没有设置代理人') : null,
    view.coming.map(one => {
      const line = el('li', {}, `${one.absent} → ${one.standIn}，${one.from} 至 ${one.until} `);
      if (one.mayEnd) {
        line.append(el('button', { type: 'button', class: 'btn btn-link btn-xs', onclick: async event => {
          event.target.disabled = true;
          try {
            await call(`/stand-ins/${one.id}`, { method: 'DELETE' });
            line.remove();
          } catch (error) {
            line.append(el('span', { class: 'hy-error' }, error.message));
          }
        } }, '结束'));
      }
      return line;
    }));
  dialogue('代理人', {
    intro: '您不在岗期间，手上的任务和派给您的任务由代理人办理；到期自动结束。代理人也不在岗时，任务转给他的代理人。',
    content: [list], submit: '设置',
    sources: [view.setsForOthers ? field('person', 'absent', '谁不在岗', { hint: '不选就是您本人' }) : null,
      field('person', 'standIn', '代理人', { required: true }), field('date', 'from', '从哪天起', { required: true }),
      field('date', 'until', '到哪天为止（含）', { required: true })].filter(Boolean),
    send: values => post('/stand-ins', values)
  });
}

function copied(cases) {
  const place = el('div', { class: 'hy-copied' });
  const open = number => call(`/complaints/${encodeURIComponent(number)}/file`)
    .then(file => place.replaceChildren(...sheets(file)))
    .catch(error => place.replaceChildren(el('p', { class: 'hy-error' }, error.message)));
  dialogue('抄送给我的投诉', {
    content: [el('ul', { class: 'hy-files' }, cases.length === 0 ? el('li', {}, '没有抄送给您的投诉') : null,
      cases.map(one => el('li', {}, el('button', { type: 'button', class: 'btn btn-link btn-xs', onclick: () => open(one.number) },
        one.number), ` ${one.category}，${one.status}（${one.by}，${when(one.at)}）`))), place]
  });
}

const head = {
  id: 'huiyin-head',
  pluginPoint: 'tasklist.navbar.action',
  priority: 50,
  render(node) {
    const link = (label, path, show) => el('a', { href: '', onclick: event => {
      event.preventDefault();
      call(path).then(show).catch(error => dialogue(label, { intro: error.message }));
    } }, label);
    node.append(el('span', { class: 'hy-links' }, link('代理人', '/stand-ins', standIns), link('抄送给我的', '/copies', copied),
      el('a', { href: `${API}/../../archive/index.html` }, '档案')));
  }
};

export default [tools, head];
