// A browser in which no language was chosen speaks the one that the person chose elsewhere.
import { useEffect } from 'react';
import { useSignedIn } from '../session/signed-in.ts';
import { hasLocaleChoice } from './locale-choice.ts';
import { useWords } from './words.tsx';

export function useAccountLanguage(): void {
  const { setLocale } = useWords();
  const { language } = useSignedIn();
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another account is another language.
  useEffect(() => {
    if (language !== null && !hasLocaleChoice()) setLocale(language);
  }, [language]);
}
