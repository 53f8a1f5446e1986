// Logging in without the phone: one of the recovery codes instead of the six digits.
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { TextField } from '@mandato/ui/text-field';
import { type FormEvent, useRef, useState } from 'react';
import { useWords } from '../messages/use-words.ts';
import type { ShownRefusal } from '../session/portal-refused.ts';
import { useFocusOnFault } from '../session/use-focus-on-fault.ts';

export interface RecoveryCodeFormProps {
  isBusy: boolean;
  refusal: ShownRefusal | null;
  onCode: (code: string) => void;
}

export function RecoveryCodeForm({ isBusy, refusal, onCode }: RecoveryCodeFormProps) {
  const words = useWords();
  const [code, setCode] = useState('');
  const [isShort, setShort] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useFocusOnFault(form, refusal ?? isShort);
  const isAboutCode = refusal === 'code_wrong' || refusal === 'code_used' || refusal === 'code_malformed';
  function submit(event: FormEvent) {
    event.preventDefault();
    const isWhole = code.replace(/[\s-]/g, '').length === 24;
    setShort(!isWhole);
    if (isWhole) onCode(code);
  }
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-5">
      <TextField
        label={words.text('logInCode.recovery')}
        hint={words.text('logInCode.recoveryHint')}
        name="recovery-code"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        inputClassName="font-mono uppercase"
        value={code}
        onChange={(event) => {
          setCode(event.currentTarget.value);
          setShort(false);
        }}
        error={
          isShort
            ? words.text('logInCode.recoveryMissing')
            : isAboutCode
              ? words.text('logInCode.recoveryWrong')
              : undefined
        }
      />
      {refusal === null || isAboutCode ? null : <Banner tone="danger">{words.refusal(refusal)}</Banner>}
      <Button type="submit" busy={isBusy}>
        {words.text('code.confirm')}
      </Button>
    </form>
  );
}
