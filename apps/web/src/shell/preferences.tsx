// The two switches of every page: language and appearance.
import type { Locale } from '@mandato/messages/catalogue';
import { LanguageSwitch } from '@mandato/ui/language-switch';
import { ThemeSwitch } from '@mandato/ui/theme-switch';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../session/api.ts';
import { sessionQuery } from '../session/session-query.ts';
import { useWords } from '../words/words.tsx';

export function Preferences() {
  const { text, locale, setLocale } = useWords();
  const client = useQueryClient();
  function choose(language: Locale) {
    setLocale(language);
    const session = client.getQueryData(sessionQuery.queryKey);
    // The choice already holds on this page; telling the server only makes it hold in messages and elsewhere.
    if (session?.kind === 'signed_in') void api.account.setLanguage({ language }).catch(() => undefined);
  }
  return (
    <>
      <LanguageSwitch
        label={text('common.language')}
        value={locale}
        options={[
          { value: 'en', label: text('common.language_en') },
          { value: 'es', label: text('common.language_es') },
        ]}
        onValueChange={(value) => choose(value === 'es' ? 'es' : 'en')}
      />
      <ThemeSwitch
        labels={{
          system: `${text('common.theme')}: ${text('common.theme_system')}`,
          light: `${text('common.theme')}: ${text('common.theme_light')}`,
          dark: `${text('common.theme')}: ${text('common.theme_dark')}`,
        }}
      />
    </>
  );
}
