/* 核验 of one case file: everything is recomputed at the press of a button; and the package to take away. */
import { API, button, el, facts, isOne, load, verdict, when } from '../desk-kit.js';

function show({ intact, result }) {
  const open = result.entries - result.sealedSequence;
  return [
    verdict(intact, intact ? '全部记录、内容、证据和每日存证均相符。' : `发现 ${result.findings.length} 处不符，请保留现场并报告：`),
    intact ? null : el('ol', { class: 'hy-findings' }, result.findings.map(finding => el('li', {}, finding))),
    facts(['核验时间', when(result.checkedAt)], ['记录', `${result.entries} 条`],
      ['证据', result.evidence ? `${result.evidence} 份，每份都读过并与登记的 SHA-256 对照` : '没有'],
      ['每日存证', result.sealedOn
        ? `第 ${result.sealedSequence} 条及以前已于 ${result.sealedOn} 存证${open > 0 ? `，其后 ${open} 条将在下一次存证` : ''}`
        : '还没有存证：每天零点五分存证一次'],
      result.stampedAt ? ['时间戳', when(result.stampedAt)] : null,
      ['末条哈希', el('code', {}, result.head ?? '缺失')])
  ];
}

export default {
  id: 'verification',
  label: '核验与导出',
  offered: () => true,
  render(node, { person, number }) {
    const result = el('div', { class: 'hy-result' });
    const path = `/archive/cases/${encodeURIComponent(number)}`;
    const check = button('核验', () => {
      check.disabled = true;
      load(result, `${path}/verification`, show).finally(() => { check.disabled = false; });
    }, 'primary');
    node.replaceChildren(
      el('h2', {}, '核验'),
      el('p', {}, '逐条重算哈希链，打开每条内容，读一遍每份证据，并与每日存证对照。改动、删去、添加、调换都会指出来。'),
      el('div', {}, check), result,
      ...isOne(person, 'archivist', 'auditor', 'cs-manager') ? [
        el('h2', {}, '导出案卷包'),
        el('p', {}, '一个 zip：可读的首页、表单、证据、全部记录、每日存证、清单，和只需要 JDK 的离线核验程序。'),
        el('p', { class: 'hy-warning' }, '包里有完整的个人信息，请按保密要求保管；导出留有记录。'),
        el('a', { class: 'btn btn-default', href: `${API}${path}/package`, download: '' }, '导出案卷包（含完整个人信息）')
      ] : []);
  }
};
