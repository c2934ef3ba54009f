/* 证据材料: what was brought, by whom, when, and under which hash it lies; who works on cases adds to it. */
import { el, evidenceAddress, evidenceUpload, load, row, size, table, thumbnail, when } from '../desk-kit.js';

export default {
  id: 'evidence',
  label: '证据材料',
  offered: () => true,
  render(node, { number }) {
    load(node, `/complaints/${encodeURIComponent(number)}/evidence`, file => {
      const line = item => row(thumbnail(number, item) ?? '',
        el('a', { href: evidenceAddress(number, item.id) }, item.name), item.kindLabel, size(item.size), item.by, when(item.at),
        el('code', { title: `SHA-256：${item.hash}` }, item.hash.slice(0, 12)));
      const none = el('p', { class: 'hy-note' }, '还没有证据材料');
      const list = table('证据材料', ['缩略图', '文件（点击下载）', '种类', '大小', '上传人', '上传时间', '哈希'], file.evidence.map(line));
      const refresh = () => {
        none.hidden = list.querySelector('tbody tr') !== null;
        list.hidden = !none.hidden;
      };
      refresh();
      return [none, list, file.mayAdd && el('fieldset', { class: 'hy-box' }, el('legend', {}, '添加'),
        evidenceUpload(file, item => {
          list.querySelector('tbody').append(line(item));
          refresh();
        }))];
    });
  }
};
