// The words of the page in the person's language, and the way to another one.
import type { Locale } from '@mandato/messages/catalogue';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { readLocale, saveLocale } from './locale-choice.ts';
import { type Speech, speechIn } from './speech.ts';

export interface Words extends Speech {
  readonly setLocale: (locale: Locale) => void;
}

export function WordsProvider({ children }: { children: ReactNode }) {
  const [locale, setLocale] = useState(readLocale);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  const words = useMemo<Words>(
    () => ({
      ...speechIn(locale),
      setLocale: (next) => {
        saveLocale(next);
        setLocale(next);
      },
    }),
    [locale],
  );
  return <WordsContext value={words}>{children}</WordsContext>;
}

export function useWords(): Words {
  return useContext(WordsContext);
}

const WordsContext = createContext<Words>({ ...speechIn('en'), setLocale: () => undefined });
