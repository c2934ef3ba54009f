// The web app also loads the fallback language, and the language that arrives last sets the dates:
// were English the fallback of Chinese, dates would read "in 3 days" on a Chinese page.
const chinese = /^zh\b/i.test(navigator.language);

export default {
  // The web app shows vendor and name side by side as its title.
  app: {
    name: '投诉处理 · 系统管理',
    vendor: '回音'
  },
  // 'zh' without a region: only the part before the hyphen of the browser language is matched.
  locales: {
    availableLocales: ['zh', 'en'],
    fallbackLocale: chinese ? 'zh' : 'en'
  },
  // Its link leads to a page that an embedded engine does not have.
  disableWelcomeMessage: true
};
