// Language and theme, at the top right of every page.
import { LanguageSwitch } from '@mandato/ui/language-switch';
import { ThemeSwitch } from '@mandato/ui/theme-switch';
import { useWords } from '../messages/use-words.ts';

export function TopBarSwitches() {
  const { text, language, setLanguage } = useWords();
  return (
    <>
      <LanguageSwitch
        label={text('app.language')}
        value={language}
        options={languageNames}
        onValueChange={setLanguage}
      />
      <ThemeSwitch
        labels={{
          system: text('app.theme.system'),
          light: text('app.theme.light'),
          dark: text('app.theme.dark'),
        }}
      />
    </>
  );
}

const languageNames = [
  { value: 'en', label: 'English' },
  { value: 'es', label: 'Español' },
];
