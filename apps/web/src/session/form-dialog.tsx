// A dialog with a short form: its fields, what the server refused, and two buttons.
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Dialog } from '@mandato/ui/dialog';
import type { FormEvent, ReactNode } from 'react';
import { useWords } from '../words/words.tsx';
import type { Refusal } from './refusal.ts';

export interface FormDialogProps {
  title: string;
  description?: string | undefined;
  submitLabel: string;
  isBusy: boolean;
  refusal: Refusal | null;
  /** Not called while `isBusy`. */
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

export function FormDialog(props: FormDialogProps) {
  const { text, refusal } = useWords();
  const { isBusy, onSubmit, onClose } = props;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isBusy) onSubmit();
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={props.title}
      description={props.description}
      closeLabel={text('common.close')}
    >
      <form noValidate onSubmit={submit} className="flex flex-col gap-5">
        {props.children}
        {props.refusal === null ? null : <Banner tone="danger">{refusal(props.refusal)}</Banner>}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" busy={isBusy}>
            {props.submitLabel}
          </Button>
          <Button variant="secondary" onClick={onClose}>
            {text('common.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
