// Options that are not named here keep the default of Camunda Cockpit 7.24.
export default {
  locales: {
    // 'zh', not 'zh-CN': the web app matches only the part of the browser's language before the hyphen.
    availableLocales: ['zh', 'en'],
    fallbackLocale: 'en'
  }
};
