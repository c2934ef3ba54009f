/* 核验 of one case file: everything is recomputed at the press of a button; and the package to take away. */
import { API, button, call, el, facts, isOne, load, verdict, when } from '../desk-kit.js';

/** What a finding means to somebody who knows no hashes; the first that fits. */
const MEANINGS = [
  [/存证|根/, '与当日留下的根对不上：整卷或存证被改写过，或者数据库被换成了旧的。'],
  [/证据/, '这份文件或它的登记事项，与当初登记的不是同一份，或者没有了。'],
  [/缺失|丢失/, '登记过的记录没有了。'],
  [/多出来|后加/, '有没有经过系统登记的内容混了进来。'],
  [/接不上/, '从这里起，前后不再是同一条链：有记录被改动、调换、删去或插入。'],
  [/打不开/, '内容的密文被改动过，或者服务器上少了它的密钥；先请运维确认密钥。'],
  [/被改动|不符/, '现在保存的与登记时的不同：登记之后有人绕过系统改过。']
];

/** The findings, each with what it means and, where it is about an entry, what that entry says now. */
function findings(number, found) {
  const lines = found.map(finding => [finding.match(/^第 (\d+) 条/)?.[1], el('li', {}, finding,
    el('div', { class: 'hy-note' }, MEANINGS.find(([words]) => words.test(finding))?.[1]))]);
  if (lines.some(([sequence]) => sequence)) {
    call(`/archive/cases/${encodeURIComponent(number)}`).then(({ file }) => lines.forEach(([sequence, line]) => {
      const entry = file.timeline.find(step => String(step.sequence) === sequence);
      line.append(entry ? el('div', { class: 'hy-note' }, `这一条现在写的是：${when(entry.at)}　${entry.actor}　${entry.summary}`) : '');
    })).catch(() => { /* what is broken may not let itself be read */ });
  }
  return [el('ol', { class: 'hy-findings' }, lines.map(([, line]) => line)),
    el('p', {}, '下一步：不要改动数据库和数据目录，请运维先各留一份副本；再与另存的存证文件、较早导出的案卷包或备份对照，查明原来的内容。'
      + '这次核验和结果已记入访问日志。')];
}

function show(number, { intact, result }) {
  const open = result.entries - result.sealedSequence;
  return [
    verdict(intact, intact ? '全部记录、内容、证据和每日存证均相符。' : `发现 ${result.findings.length} 处不符，请保留现场并报告：`),
    ...intact ? [] : findings(number, result.findings),
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
      load(result, `${path}/verification`, answer => show(number, answer)).finally(() => { check.disabled = false; });
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
