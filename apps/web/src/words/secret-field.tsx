// A field whose text is hidden until the person asks to see it, with its buttons in the person's language.
import { PasswordField, type PasswordFieldProps } from '@mandato/ui/password-field';
import { useWords } from './words.tsx';

export function SecretField(props: Omit<PasswordFieldProps, 'revealLabel' | 'concealLabel'>) {
  const { text } = useWords();
  return (
    <PasswordField
      {...props}
      revealLabel={text('account.password_show')}
      concealLabel={text('account.password_hide')}
    />
  );
}
