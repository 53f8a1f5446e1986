// Light or dark: what the person chose, else what the system says, written on the html element.
import { useSyncExternalStore } from 'react';

export type ThemeChoice = 'system' | 'light' | 'dark';

export const themeStorageKey = 'theme';

export function readThemeChoice(): ThemeChoice {
  try {
    return parseThemeChoice(localStorage.getItem(themeStorageKey));
  } catch {
    return 'system';
  }
}

export function saveThemeChoice(choice: ThemeChoice): void {
  try {
    if (choice === 'system') localStorage.removeItem(themeStorageKey);
    else localStorage.setItem(themeStorageKey, choice);
  } catch {
    // Storage may be switched off; the choice then lasts as long as the page.
  }
  showTheme(choice);
  for (const listener of listeners) listener();
}

/** The stored choice, also when it is changed elsewhere on the page. */
export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, readThemeChoice);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const listeners = new Set<() => void>();

/** Shows the stored choice and follows the system from then on; call once before the first render. */
export function startTheme(): void {
  showTheme(readThemeChoice());
  matchMedia(darkQuery).addEventListener('change', () => showTheme(readThemeChoice()));
}

export function parseThemeChoice(text: string | null): ThemeChoice {
  return text === 'light' || text === 'dark' ? text : 'system';
}

function showTheme(choice: ThemeChoice): void {
  const isDark = choice === 'dark' || (choice === 'system' && matchMedia(darkQuery).matches);
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
}

const darkQuery = '(prefers-color-scheme: dark)';
