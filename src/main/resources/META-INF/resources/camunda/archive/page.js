/*
 * The archive desk. #/<page> shows a page, #/case/<number>/<section> one part of a case file. A page and a section are one
 * file each, which says who is offered it; what a person may see is decided by the server alone.
 */
import { call, el, problem } from './desk-kit.js';

const PAGES = ['search', 'loans', 'follow-up', 'disposal', 'proof', 'log', 'report'];
const SECTIONS = ['overview', 'evidence', 'forms', 'checks', 'verification', 'access', 'paper', 'confidentiality', 'retention'];

const modules = (folder, names) => Promise.all(names.map(async name => (await import(`./${folder}/${name}.js`)).default));
const [pages, sections] = [await modules('pages', PAGES), await modules('sections', SECTIONS)];
const place = document.getElementById('place');

const go = hash => { location.hash = hash; };
const link = (hash, label, current) => el('a', { href: hash, 'aria-current': current ? 'page' : null }, label);

function caseFile(person, number, id) {
  const offered = sections.filter(section => section.offered(person));
  const section = offered.find(one => one.id === id) ?? offered[0];
  const content = el('div', {});
  place.replaceChildren(el('h1', {}, `案卷 ${number}`),
    el('nav', { class: 'hy-tabs', 'aria-label': '案卷内容' },
      offered.map(one => link(`#/case/${encodeURIComponent(number)}/${one.id}`, one.label, one === section))), content);
  section?.render(content, { person, number, go });
}

function show(person) {
  const [name, ...rest] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  const offered = pages.filter(page => page.offered(person));
  const page = offered.find(one => one.id === name) ?? offered[0];
  document.getElementById('pages').replaceChildren(
    ...offered.map(one => link(`#/${one.id}`, one.label, name !== 'case' && one === page)));
  if (name === 'case' && rest[0]) {
    caseFile(person, ...rest);
    return;
  }
  const content = el('div', {});
  place.replaceChildren(...[page ? el('h1', {}, page.label) : el('p', {}, '您没有可用的档案功能'), content]);
  page?.render(content, { person, go });
}

try {
  const person = await call('/archive/me');
  document.getElementById('person').textContent = person.name;
  addEventListener('hashchange', () => show(person));
  show(person);
} catch (error) {
  place.replaceChildren(error.status === 401
    ? el('p', {}, '请先', el('a', { href: '../app/tasklist/default/' }, '登录'), '，再打开本页。') : problem(error));
}
