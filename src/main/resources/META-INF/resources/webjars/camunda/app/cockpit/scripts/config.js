// The web app also loads the fallback language, and the language that arrives last sets the dates:
// were English the fallback of Chinese, dates would read "in 3 days" on a Chinese page.
const chinese = /^zh\b/i.test(navigator.language);

// Options that are not named here keep the default of Camunda Cockpit 7.24.
export default {
  // The header and the page title take their words from here, not from the locale.
  app: {
    vendor: '回音',
    name: '投诉处理 · 流程监控'
  },
  locales: {
    // 'zh', not 'zh-CN': the web app matches only the part of the browser's language before the hyphen.
    availableLocales: ['zh', 'en'],
    fallbackLocale: chinese ? 'zh' : 'en'
  },
  disableWelcomeMessage: true,

  // What is overdue and who holds it, and the clocks of a case.
  customScripts: ['scripts/huiyin/overdue', 'scripts/huiyin/clocks']
};
