// Shows exactly what is about to be permitted and asks for the proof that permits it, once.
import { DefinitionList } from '@mandato/ui/definition-list';
import { Dialog } from '@mandato/ui/dialog';
import type { ReactNode } from 'react';
import { useWords } from '../words/words.tsx';
import { PasskeyProof } from './passkey-proof.tsx';
import { ProofForm } from './proof-form.tsx';
import type { Refusal } from './refusal.ts';
import { useSignedIn } from './signed-in.ts';

export interface StepUpFact {
  readonly id: string;
  readonly term: string;
  readonly detail: string;
}

export interface StepUpDialogProps {
  isOpen: boolean;
  isBusy: boolean;
  refusal: Refusal | null;
  /** What the proof is bound to, as the server will read it. */
  facts: readonly StepUpFact[];
  /** What else has to be known before it is permitted. */
  note?: ReactNode | undefined;
  onProof: (proof: string) => void;
  onClose: () => void;
}

export function StepUpDialog(props: StepUpDialogProps) {
  const { isOpen, isBusy, refusal, facts, note, onProof, onClose } = props;
  const { text } = useWords();
  const { hasSecondFactor } = useSignedIn();
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={text('access.confirm_title')}
      description={text(hasSecondFactor ? 'access.confirm_intro' : 'access.confirm_password_intro')}
      closeLabel={text('common.close')}
    >
      <div className="flex flex-col gap-5">
        <StepUpFacts facts={facts} />
        {note}
        <ProofForm
          kind={hasSecondFactor ? 'code' : 'password'}
          isBusy={isBusy}
          refusal={refusal}
          onProof={onProof}
          onCancel={onClose}
        />
        <PasskeyProof isBusy={isBusy} onProof={onProof} />
      </div>
    </Dialog>
  );
}

/** The parameters that the proof is bound to. */
export function StepUpFacts({ facts }: { facts: readonly StepUpFact[] }) {
  return <DefinitionList items={facts.map((fact) => ({ ...fact }))} />;
}
