// Cases, forms and filters speak Chinese, so the web apps do too, whatever the browser prefers. Somebody who wants their
// frame in English says localStorage.setItem('huiyin.language', 'en') once. Only one language is offered: the web app
// loads the fallback as well, and the one that arrives last sets the dates.
const language = localStorage.getItem('huiyin.language') === 'en' ? 'en' : 'zh';

export default {
  // The web app shows vendor and name side by side as its title.
  app: {
    name: '投诉处理',
    vendor: '回音'
  },
  locales: {
    availableLocales: [language],
    fallbackLocale: language
  },
  // Its link leads to a page that an embedded engine does not have.
  disableWelcomeMessage: true,

  // The task forms, the tab with the case file, what the cards in the list say, and the
  // buttons beside completing a task.
  customScripts: ['scripts/huiyin/kit', 'scripts/huiyin/case-file', 'scripts/huiyin/task-card',
    'scripts/huiyin/desk'],

  shortcuts: {
    claimTask: {
      key: 'ctrl+alt+c',
      description: '认领当前任务'
    },
    focusFilter: {
      key: 'ctrl+shift+f',
      description: '定位到第一个筛选器'
    },
    focusList: {
      key: 'ctrl+alt+l',
      description: '定位到列表中的第一个任务'
    },
    focusForm: {
      key: 'ctrl+alt+f',
      description: '定位到任务表单的第一个输入框'
    },
    startProcess: {
      key: 'ctrl+alt+p',
      description: '打开“启动流程”窗口'
    }
  }
};
