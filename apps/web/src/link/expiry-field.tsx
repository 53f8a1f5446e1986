// The day on which a key ends, where the person gave it one at the exchange; most keys have none.
import { TextField } from '@mandato/ui/text-field';
import { localDay } from '../words/local-day.ts';
import { browserZone } from '../words/moment.ts';
import { useWords } from '../words/words.tsx';

export interface ExpiryFieldProps {
  /** `YYYY-MM-DD`, or nothing. */
  value: string;
  onChange: (value: string) => void;
}

export function ExpiryField({ value, onChange }: ExpiryFieldProps) {
  const { text } = useWords();
  return (
    <TextField
      label={`${text('link.expires')} (${text('common.optional')})`}
      hint={text('link.expires_hint')}
      type="date"
      name="key-expires-on"
      min={localDay(Date.now() + dayMs, browserZone())}
      className="max-w-md"
      inputClassName="max-w-56"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

const dayMs = 24 * 3_600_000;
