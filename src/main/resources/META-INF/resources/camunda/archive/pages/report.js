/* The report on a month's complaints: the head figures here, everything on paper. */
import { button, el, isOne, load, paper, row, table, when } from '../desk-kit.js';
import { input, labelled } from '../listing.js';

const READERS = ['cs-supervisor', 'cs-manager', 'board-office', 'general-manager', 'vice-president', 'auditor', 'archivist',
  'camunda-admin'];

function lastMonth() {
  const [year, month] = when(Date.now()).split('-');
  return new Date(Date.UTC(year, month - 2)).toISOString().slice(0, 7);
}

function show(place, month) {
  const query = `?month=${encodeURIComponent(month)}`;
  load(place, `/archive/reports/monthly${query}`, figures => [
    table('总体情况', ['投诉总量', '上月', '本月办结', '重复投诉'],
      [row(...[figures.total, figures.before, figures.closed, figures.repeats].map(String))]),
    el('p', {}, paper('打印月度投诉分析报告', `/archive/reports/monthly.pdf${query}`, 'primary'))
  ]);
}

export default {
  id: 'report',
  label: '月度报告',
  offered: person => isOne(person, ...READERS),
  render(node) {
    const place = el('div', {});
    const month = input({ type: 'month', value: lastMonth() });
    node.replaceChildren(el('div', { class: 'hy-list-filters' }, labelled('报告月份', month),
      el('div', { class: 'hy-actions' }, button('查看', () => show(place, month.value), 'primary'))), place);
    show(place, month.value);
  }
};
