/* 概要: the case at a glance, its file, and past cases like it. */
import { badge, call, el, problem, when } from '../desk-kit.js';
import { customer, fact, similar } from '../../app/tasklist/scripts/huiyin/kit.js';
import { sheets } from '../../app/tasklist/scripts/huiyin/case-file.js';
import { isHit } from '../pages/search.js';

const TONES = { P0: 'red', P1: 'amber', P2: 'blue', SERIOUS: 'red', MAJOR: 'red', GENERAL: 'grey', MINOR: 'grey' };

function head(view) {
  const { line, ratings } = view;
  return el('section', { class: 'hy-panel', 'aria-label': '案件信息' },
    el('div', { class: 'hy-head' }, el('span', { class: 'hy-badges' },
      badge(line.status, 'blue'), line.archiveStatus ? badge(`档案${line.archiveStatus.label}`, line.filedAt ? 'green' : 'grey') : '',
      badge(`优先级 ${ratings.priority.code} ${ratings.priority.label}`, TONES[ratings.priority.code]),
      badge(`严重程度 ${ratings.severity.label}`, TONES[ratings.severity.code]),
      ratings.complexity.code === 'NONE' ? '' : badge(`复杂-${ratings.complexity.label}`, 'amber'),
      badge(`档案紧急程度 ${view.urgency}`, 'grey'), line.sensitive ? badge('高度敏感', 'red') : '', view.restricted ? badge('限制处理', 'red') : '',
      line.repeat ? badge('重复投诉', 'amber') : '', view.lateRecord ? badge('迟录', 'amber') : '',
      view.round > 1 ? badge(`第 ${view.round} 轮办理`, 'amber') : '')),
    customer({ number: line.number, customer: view.customer, memberLevel: view.memberLevel }),
    el('dl', { class: 'hy-facts' }, fact('类别', line.category), fact('问题点', line.issuePoint),
      fact('产品或服务', line.product), fact('订单号', view.orderNumber), fact('渠道', view.channel),
      fact('发生地点', view.occurredPlace), fact('责任单位', line.leadUnit), fact('外部编号', view.externalReference),
      fact('登记', `${when(line.registeredAt)} ${view.registeredBy}`), fact('办结时间', when(line.closedAt)),
      fact('归档时间', when(line.filedAt)), fact('保管至', line.retentionUntil), fact('保管依据', view.legalBasis),
      fact('纸质档案', view.paperLocation)),
    el('dl', { class: 'hy-texts' }, fact('投诉内容', view.description), fact('客户诉求', view.demand),
      fact('已采取的措施', view.measuresTaken)),
    similar(line.number));
}

export default {
  id: 'overview',
  label: '概要',
  offered: () => true,
  render(node, { number }) {
    node.replaceChildren(el('p', { class: 'hy-note', role: 'status' }, '正在读取案卷…'));
    call(`/archive/cases/${encodeURIComponent(number)}?found=${isHit(number)}`)
      .then(view => node.replaceChildren(head(view), el('div', { class: 'hy-file' }, sheets(view.file).slice(1))))
      .catch(error => node.replaceChildren(problem(error),
        el('p', {}, el('a', { href: '#/search' }, '返回检索'))));
  }
};
