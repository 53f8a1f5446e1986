// A password, hidden until the person asks to see it.
import { useState } from 'react';
import { Icon } from './icon.tsx';
import { TextField, type TextFieldProps } from './text-field.tsx';

export interface PasswordFieldProps extends Omit<TextFieldProps, 'type' | 'suffix'> {
  /** Names of the button at the end of the field. */
  revealLabel: string;
  concealLabel: string;
}

export function PasswordField({ revealLabel, concealLabel, ...rest }: PasswordFieldProps) {
  const [isRevealed, setRevealed] = useState(false);
  return (
    <TextField
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      {...rest}
      type={isRevealed ? 'text' : 'password'}
      suffix={
        <button
          type="button"
          aria-label={isRevealed ? concealLabel : revealLabel}
          onClick={() => setRevealed(!isRevealed)}
          className="-mr-2 flex size-9 items-center justify-center rounded-md text-soft hover:bg-accent-soft hover:text-accent-ink"
        >
          <Icon name={isRevealed ? 'eye-off' : 'eye'} />
        </button>
      }
    />
  );
}
