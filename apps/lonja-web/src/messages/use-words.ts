// The words of the page in the person's language, with typed keys, and the forms of their numbers and dates.
import { useTranslation } from 'react-i18next';
import type { ShownRefusal } from '../session/portal-refused.ts';
import type { MessageKey } from './en.ts';
import { chooseLanguage, type Language, localeOf, saveLanguage } from './language.ts';

export interface Words {
  text: (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;
  /** The sentence for a refusal; nothing for none. */
  refusal: (code: ShownRefusal | null) => string | undefined;
  moment: (iso: string) => string;
  language: Language;
  locale: string;
  setLanguage: (language: string) => void;
}

export function useWords(): Words {
  const { i18n } = useTranslation();
  const language = chooseLanguage(i18n.language, []);
  const locale = localeOf(language, navigator.languages);
  return {
    text: (key, values) => i18n.t(key, { ...values }),
    refusal: (code) => (code === null ? undefined : i18n.t(`refusal.${code}`)),
    moment: (iso) => formatMoment(iso, locale),
    language,
    locale,
    setLanguage: (next) => {
      const chosen = chooseLanguage(next, []);
      saveLanguage(chosen);
      void i18n.changeLanguage(chosen);
    },
  };
}

/** An ISO moment as day and minute in the person's own time zone; text that is none is returned as it came. */
export function formatMoment(iso: string, locale: string): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(moment);
}
