// Which language the portal speaks: the one the person chose, else the first of the browser's that it knows.

export const languages = ['en', 'es'] as const;
export type Language = (typeof languages)[number];

/** `preferred` as in `navigator.languages`: `['es-MX', 'en']`. */
export function chooseLanguage(stored: string | null, preferred: readonly string[]): Language {
  for (const tag of stored === null ? preferred : [stored, ...preferred]) {
    const known = languages.find((language) => language === primaryOf(tag));
    if (known !== undefined) return known;
  }
  return 'en';
}

/** The region's number and date forms: the browser's own tag for that language, else a usual one. */
export function localeOf(language: Language, preferred: readonly string[]): string {
  return (
    preferred.find((tag) => primaryOf(tag) === language && tag.includes('-')) ?? fallbackLocale[language]
  );
}

export function readLanguage(): Language {
  return chooseLanguage(readStored(), navigator.languages);
}

export function saveLanguage(language: Language): void {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // Storage may be switched off; the choice then lasts as long as the page.
  }
}

function readStored(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

function primaryOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}

const fallbackLocale: Record<Language, string> = { en: 'en-US', es: 'es-MX' };
const storageKey = 'language';
