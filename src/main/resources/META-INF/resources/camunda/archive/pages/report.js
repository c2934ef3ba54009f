/* The report on a month's complaints: the head figures here, everything on paper. */
import { API, button, el, isOne, load, row, table } from '../desk-kit.js';

const READERS = ['cs-supervisor', 'cs-manager', 'board-office', 'general-manager', 'vice-president', 'auditor', 'archivist',
  'camunda-admin'];

function lastMonth() {
  const day = new Date();
  day.setDate(0);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}`;
}

function show(place, month) {
  const query = `?month=${encodeURIComponent(month)}`;
  load(place, `/archive/reports/monthly${query}`, figures => [
    table('总体情况', ['投诉总量', '上月', '本月办结', '重复投诉'],
      [row(...[figures.total, figures.before, figures.closed, figures.repeats].map(String))]),
    el('p', {}, el('a', { class: 'btn btn-primary', target: '_blank', rel: 'noopener',
      href: `${API}/archive/reports/monthly.pdf${query}` }, '打印月度投诉分析报告'))
  ]);
}

export default {
  id: 'report',
  label: '月度报告',
  offered: person => isOne(person, ...READERS),
  render(node) {
    const place = el('div', {});
    const month = el('input', { type: 'month', class: 'form-control', id: 'report-month', value: lastMonth() });
    node.replaceChildren(el('div', { class: 'hy-list-filters' }, el('label', { for: 'report-month' }, '报告月份'), month,
      button('查看', () => show(place, month.value), 'primary')), place);
    show(place, month.value);
  }
};
