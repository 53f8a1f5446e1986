// A six-digit one-time code: digits only, pasted spaces dropped, filled in by the phone where it can.
import { TextField, type TextFieldProps } from './text-field.tsx';

export interface CodeFieldProps extends Omit<TextFieldProps, 'type' | 'value' | 'onChange'> {
  value: string;
  onValueChange: (digits: string) => void;
  /** Called once the sixth digit is in. */
  onComplete?: ((digits: string) => void) | undefined;
}

export function CodeField({ value, onValueChange, onComplete, ...rest }: CodeFieldProps) {
  function take(text: string) {
    const digits = onlyDigits(text);
    onValueChange(digits);
    if (digits.length === codeLength && digits !== value) onComplete?.(digits);
  }
  return (
    <TextField
      name="code"
      autoComplete="one-time-code"
      inputMode="numeric"
      pattern="[0-9]*"
      placeholder="000000"
      {...rest}
      value={value}
      onChange={(event) => take(event.currentTarget.value)}
      inputClassName="max-w-56 font-mono text-2xl tracking-[0.35em] placeholder:text-soft/50 placeholder:tracking-[0.35em]"
    />
  );
}

/** The first six digits of what was typed or pasted. */
export function onlyDigits(text: string): string {
  return text.replace(/\D/g, '').slice(0, codeLength);
}

const codeLength = 6;
