// Which language the pages speak: the one the person chose, else the first of the browser's that we know.
import type { Locale } from '@mandato/messages/catalogue';
import { localeOf } from '@mandato/messages/translate';

const storageKey = 'language';

/** `stored` is what was chosen before, or null; `preferred` as in `navigator.languages`. */
export function chooseLocale(stored: string | null, preferred: readonly string[]): Locale {
  return stored === 'en' || stored === 'es' ? stored : localeOf(preferred.join(','));
}

export function readLocale(): Locale {
  try {
    return chooseLocale(localStorage.getItem(storageKey), navigator.languages);
  } catch {
    return chooseLocale(null, navigator.languages);
  }
}

/** Whether the person chose a language in this browser. */
export function hasLocaleChoice(): boolean {
  try {
    return localStorage.getItem(storageKey) !== null;
  } catch {
    return false;
  }
}

export function saveLocale(locale: Locale): void {
  try {
    localStorage.setItem(storageKey, locale);
  } catch {
    // Storage may be switched off; the choice then lasts as long as the page.
  }
}
