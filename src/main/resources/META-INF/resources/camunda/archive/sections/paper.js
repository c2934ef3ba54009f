/* 纸质档案: a box that moved, a key in other hands, lost paper that is found. */
import { button, el, isOne, post, problem } from '../desk-kit.js';
import { input, labelled } from '../listing.js';

const PARTS = { room: '档案室', cabinet: '柜', box: '盒', position: '位置', keyHolder: '钥匙保管人', reason: '变更的理由' };

export default {
  id: 'paper',
  label: '纸质存放',
  offered: person => isOne(person, 'archivist', 'board-office'),
  render(node, { number }) {
    const fields = Object.fromEntries(Object.keys(PARTS).map(name => [name, input({ maxlength: name === 'reason' ? 1000 : 50 })]));
    const said = el('div', {});
    const send = async event => {
      event.target.disabled = true;
      try {
        await post(`/archive/cases/${encodeURIComponent(number)}/paper`,
          Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value])));
        said.replaceChildren(el('p', { role: 'status' }, '已登记新的存放位置，记入案卷。'));
      } catch (error) {
        said.replaceChildren(problem(error));
      }
      event.target.disabled = false;
    };
    node.replaceChildren(el('p', { class: 'hy-note' }, '档案盒移动、钥匙交接后在这里登记。登记丢失的纸质档案找到后，登记存放位置即恢复可借。'),
      ...Object.entries(PARTS).map(([name, label]) => labelled(label, fields[name])), said, button('登记存放位置', send, 'primary'));
  }
};
