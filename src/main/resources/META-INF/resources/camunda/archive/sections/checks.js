/* 四性检测: the reports of a case file, and a button for a new one. */
import { badge, button, el, isOne, load, post, problem, row, table, when } from '../desk-kit.js';

const TONES = { PASSED: 'green', FAILED: 'red', NOT_APPLICABLE: 'grey', ACCEPTED: 'amber' };

function sheet(property) {
  return [el('h2', {}, property.label), table(property.label, ['项目', '结果', '说明'], property.items.map(item =>
    row(el('span', { title: item.meaning }, item.label), badge(item.outcomeLabel, TONES[item.outcome]),
      item.finding ?? item.meaning)))];
}

function report(one) {
  return el('section', { class: 'hy-sheet' },
    el('p', {}, badge(one.passed ? '四性检测通过' : '四性检测未通过', one.passed ? 'green' : 'red'), ' ',
      `${when(one.at)}　${one.occasion}　${one.actor}　检测时有 ${one.entries} 条记录`),
    one.properties.flatMap(sheet));
}

export default {
  id: 'checks',
  label: '四性检测',
  offered: () => true,
  render(node, { person, number }) {
    const path = `/archive/cases/${encodeURIComponent(number)}/checks`;
    const said = el('span', { role: 'status' });
    const place = el('div', {});
    const read = () => load(place, path, reports => reports.length === 0
      ? el('p', {}, '这卷档案还没有做过四性检测。归档前会自动检测。')
      : [report(reports[0]), reports.length > 1 ? el('details', { class: 'hy-box' },
        el('summary', {}, `以前的检测（${reports.length - 1} 次）`), reports.slice(1).map(report)) : null]);
    const run = button('立即检测', async () => {
      run.disabled = true;
      said.textContent = '正在检测…';
      try {
        await post(path);
        said.textContent = '';
        await read();
      } catch (error) {
        said.replaceChildren(problem(error));
      }
      run.disabled = false;
    }, 'primary');
    node.append(...(isOne(person, 'archivist', 'auditor') ? [el('p', {}, run, ' ', said)] : []), place);
    read();
  }
};
