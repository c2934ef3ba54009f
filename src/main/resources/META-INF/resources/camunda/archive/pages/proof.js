/* 每日存证: the roots, day by day; a check of everything; and the roots as a file to keep elsewhere. */
import { API, button, el, isOne, load, row, table, verdict, when } from '../desk-kit.js';
import { pager } from '../listing.js';

function checked(all) {
  return [
    verdict(all.intact, `${when(all.checkedAt)} 核验了 ${all.files} 份档案及其证据、${all.roots} 次每日存证`
      + (all.intact ? '，均相符。' : `；${all.broken} 份档案有问题，列出 ${all.findings.length} 处不符：`)),
    all.intact ? null : el('ol', { class: 'hy-findings' }, all.findings.map(finding => {
      const number = finding.match(/^\d{8}-[A-Z0-9]+-\d+(?=：)/)?.[0];
      return el('li', {}, number ? el('a', { href: `#/case/${number}/verification` }, number) : null,
        number ? finding.slice(number.length) : finding);
    }))
  ];
}

/** What a root holds of the access log; a number that no line has was taken back, or removed before that night. */
function access(seal) {
  if (!seal) {
    return '未列入';
  }
  const gaps = [...seal.gaps.matchAll(/\[(\d+),(\d+)\)/g)].map(([, from, until]) =>
    until - from > 1 ? `${from} 至 ${until - 1}` : from);
  return seal.lines ? `${seal.lines} 条，到第 ${seal.last} 号${gaps.length ? `，缺号 ${gaps.join('、')}` : ''}` : '无新增';
}

function list(node, number = 0) {
  load(node, `/archive/roots?page=${number}`, page => page.total
    ? [table('每日存证', ['日期', '存证时间', '案卷', '访问日志', '根'], page.roots.map(root => row(
      root.day, when(root.sealedAt), `${root.files} 卷`, access(root.access), el('code', { class: 'hy-hash' }, root.root)))),
    pager(page, to => list(node, to))]
    : el('p', { class: 'hy-note' }, '还没有存证：每天零点五分存证一次。'));
}

export default {
  id: 'proof',
  label: '每日存证',
  offered: person => isOne(person, 'auditor', 'archivist'),
  render(node) {
    const result = el('div', { class: 'hy-result' });
    const roots = el('div', {});
    const check = button('核验全部档案、证据、访问日志和存证', () => {
      check.disabled = true;
      load(result, '/archive/verification', checked).finally(() => { check.disabled = false; });
    }, 'primary');
    node.replaceChildren(
      el('p', {}, '每天零点五分，对有变动的全部案卷取一个总的哈希（根），一天连着一天。有案卷被整卷删除或改写，一核验便知。'
        + '当天的访问日志也列入其中，被改动、删除或补写的记录同样会被指出。'
        + '请定期把存证文件另存到别处：能同时改动数据库和本机文件的人，只有您手里的那一份能查出来。'),
      el('p', { class: 'hy-actions' }, check,
        el('a', { class: 'btn btn-default', href: `${API}/archive/roots/file`, download: '' }, '下载存证文件')),
      result, roots);
    list(roots);
  }
};
