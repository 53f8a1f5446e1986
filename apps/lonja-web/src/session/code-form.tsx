// Asks for the six digits of the authenticator app, on a page or in a dialog.
import { Banner } from '@mandato/ui/banner';
import { Button, type ButtonVariant } from '@mandato/ui/button';
import { CodeField } from '@mandato/ui/code-field';
import { DialogFooter } from '@mandato/ui/dialog';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useWords } from '../messages/use-words.ts';
import type { ShownRefusal } from './portal-refused.ts';
import { useFocusOnFault } from './use-focus-on-fault.ts';

export interface CodeFormProps {
  submitLabel: string;
  submitVariant?: ButtonVariant | undefined;
  isBusy: boolean;
  refusal: ShownRefusal | null;
  onCode: (code: string) => void;
  /** A second button that leaves without doing it. */
  onCancel?: (() => void) | undefined;
  /** Buttons at the start of the line, as on a page; in a dialog they stand at its end. */
  isInline?: boolean | undefined;
}

export function CodeForm(props: CodeFormProps) {
  const { submitLabel, submitVariant, isBusy, refusal, onCode, onCancel, isInline = false } = props;
  const words = useWords();
  const [code, setCode] = useState('');
  const [isShort, setShort] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useFocusOnFault(form, refusal);
  function submit(event: FormEvent) {
    event.preventDefault();
    setShort(code.length < 6);
    if (code.length === 6) onCode(code);
  }
  const shown = isShort ? 'code_malformed' : refusal;
  const isAboutCode = shown !== null && codeRefusals.has(shown);
  const button = (
    <Button type="submit" variant={submitVariant} busy={isBusy}>
      {submitLabel}
    </Button>
  );
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-5">
      <CodeField
        label={words.text('code.label')}
        hint={words.text('code.hint')}
        value={code}
        onValueChange={(digits) => {
          setCode(digits);
          setShort(false);
        }}
        error={isAboutCode ? words.refusal(shown) : undefined}
      />
      {shown === null || isAboutCode ? null : <Banner tone="danger">{words.refusal(shown)}</Banner>}
      <CodeButtons isInline={isInline} onCancel={onCancel}>
        {button}
      </CodeButtons>
    </form>
  );
}

interface CodeButtonsProps {
  isInline: boolean;
  onCancel: (() => void) | undefined;
  children: ReactNode;
}

function CodeButtons({ isInline, onCancel, children }: CodeButtonsProps) {
  const { text } = useWords();
  if (onCancel === undefined) return children;
  const cancel = (
    <Button variant="secondary" onClick={onCancel}>
      {text('app.cancel')}
    </Button>
  );
  if (!isInline) {
    return (
      <DialogFooter>
        {cancel}
        {children}
      </DialogFooter>
    );
  }
  return (
    <div className="flex flex-wrap gap-2">
      {children}
      {cancel}
    </div>
  );
}

const codeRefusals: ReadonlySet<ShownRefusal> = new Set(['code_malformed', 'code_wrong', 'code_used']);
