// Starts i18next with both catalogues, and keeps the page's language attribute and the choice in step.
import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { es } from './es.ts';
import { readLanguage } from './language.ts';

export function startMessages(): i18n {
  const instance = createInstance();
  instance.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  void instance.use(initReactI18next).init({
    resources: { en: { portal: en }, es: { portal: es } },
    lng: readLanguage(),
    fallbackLng: 'en',
    ns: ['portal'],
    defaultNS: 'portal',
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return instance;
}
