/* A task's card in the list: which case it belongs to, and how it is rated. */

const busted = new URL(import.meta.url).search;
const { TONES, call, el } = await import(`./kit.js${busted}`);

let waiting = new Map();

/** The list draws all its cards at once: they ask together. */
function card(taskId) {
  return new Promise((resolve, reject) => {
    if (waiting.size === 0) {
      setTimeout(ask);
    }
    waiting.set(taskId, { resolve, reject });
  });
}

function ask() {
  const asked = waiting;
  waiting = new Map();
  call(`/cards?${[...asked.keys()].map(id => `task=${encodeURIComponent(id)}`).join('&')}`)
    .then(cards => asked.forEach(({ resolve }, id) => resolve(cards.find(found => found.taskId === id))))
    .catch(error => asked.forEach(({ reject }) => reject(error)));
}

export default {
  id: 'huiyin-task-card',
  pluginPoint: 'tasklist.card',
  priority: 100,
  render(node, { taskId }) {
    card(taskId).then(found => {
      if (found) {
        node.append(el('div', { class: 'hy-card' },
          el('span', { class: `hy-badge hy-tone-${TONES[found.priority] ?? 'grey'}` }, `${found.priority} ${found.priorityLabel}`),
          found.severity === 'MAJOR' || found.severity === 'SERIOUS'
            ? el('span', { class: 'hy-badge hy-tone-red' }, found.severityLabel) : '',
          found.sensitive ? el('span', { class: 'hy-badge hy-tone-red' }, '高度敏感') : '',
          el('span', { class: 'hy-card-number' }, found.number),
          el('span', { class: 'hy-card-what' }, [found.category, found.product].filter(Boolean).join(' · '))));
      }
    }).catch(() => { /* the card stays as it is; opening the task tells what is wrong */ });
  }
};
