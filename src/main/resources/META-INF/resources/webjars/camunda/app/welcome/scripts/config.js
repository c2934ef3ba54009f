// Cases, forms and filters speak Chinese, so the web apps do too, whatever the browser prefers. Somebody who wants their
// frame in English says localStorage.setItem('huiyin.language', 'en') once. Only one language is offered: the web app
// loads the fallback as well, and the one that arrives last sets the dates.
const language = localStorage.getItem('huiyin.language') === 'en' ? 'en' : 'zh';

export default {
  // The web app shows vendor and name side by side as its title.
  app: {
    name: '投诉处理 · 首页',
    vendor: '回音'
  },
  locales: {
    availableLocales: [language],
    fallbackLocale: language
  },
  // Its link leads to a page that an embedded engine does not have.
  disableWelcomeMessage: true
};
