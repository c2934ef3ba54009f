/* 待跟进核对: the same list as in the weekly task, at any time. */
import { el, isOne } from '../desk-kit.js';

const { followUps } = await import('../../app/tasklist/scripts/huiyin/follow-ups.js');

export default {
  id: 'follow-up',
  label: '待跟进',
  offered: person => isOne(person, 'archivist', 'board-office'),
  render(node) {
    const place = el('div', {});
    node.append(place);
    followUps(place);
  }
};
