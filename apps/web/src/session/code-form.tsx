// Asks for the six digits of the authenticator app.
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { CodeField } from '@mandato/ui/code-field';
import { type FormEvent, useRef, useState } from 'react';
import { useWords } from '../words/words.tsx';
import type { Refusal } from './refusal.ts';
import { useFocusOnFault } from './use-focus-on-fault.ts';

export interface CodeFormProps {
  isBusy: boolean;
  refusal: Refusal | null;
  onCode: (code: string) => void;
  /** A second button that leaves without doing it. */
  onCancel?: (() => void) | undefined;
}

export function CodeForm({ isBusy, refusal, onCode, onCancel }: CodeFormProps) {
  const words = useWords();
  const [code, setCode] = useState('');
  const [isShort, setShort] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useFocusOnFault(form, refusal);
  function submit(event: FormEvent) {
    event.preventDefault();
    setShort(code.length < 6);
    if (code.length === 6 && !isBusy) onCode(code);
  }
  const shown = isShort ? { code: 'code_malformed', details: {} } : refusal;
  const isAboutCode = shown?.code.startsWith('code_') === true;
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-5">
      <CodeField
        label={words.text('account.code')}
        value={code}
        onValueChange={(digits) => {
          setCode(digits);
          setShort(false);
        }}
        error={isAboutCode ? words.refusal(shown) : undefined}
      />
      {shown === null || isAboutCode ? null : <Banner tone="danger">{words.refusal(shown)}</Banner>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" busy={isBusy}>
          {words.text('account.code_confirm')}
        </Button>
        {onCancel === undefined ? null : (
          <Button variant="secondary" onClick={onCancel}>
            {words.text('common.cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}
