// Cases, forms and filters speak Chinese, so the web apps do too, whatever the browser prefers. Somebody who wants their
// frame in English says localStorage.setItem('huiyin.language', 'en') once. Only one language is offered: the web app
// loads the fallback as well, and the one that arrives last sets the dates.
const language = localStorage.getItem('huiyin.language') === 'en' ? 'en' : 'zh';

// Options that are not named here keep the default of Camunda Cockpit 7.24.
export default {
  // The header and the page title take their words from here, not from the locale.
  app: {
    vendor: '回音',
    name: '投诉处理 · 流程监控'
  },
  locales: {
    availableLocales: [language],
    fallbackLocale: language
  },
  disableWelcomeMessage: true,

  // What is overdue and who holds it, and the clocks of a case.
  customScripts: ['scripts/huiyin/overdue', 'scripts/huiyin/clocks']
};
