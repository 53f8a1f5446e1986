// A dialog about one link that names what is permitted and asks for the proof that permits it.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { Dialog } from '@mandato/ui/dialog';
import type { ReactNode } from 'react';
import { ProofForm } from '../session/proof-form.tsx';
import { refusalOf } from '../session/refusal.ts';
import { useSignedIn } from '../session/signed-in.ts';
import { StepUpFacts } from '../session/step-up-dialog.tsx';
import { useWords } from '../words/words.tsx';

export interface LinkProofDialogProps {
  link: LinkView;
  isOpen: boolean;
  title: string;
  description: string;
  /** What the proof permits. */
  action: string;
  asking: { readonly isPending: boolean; readonly error: Error | null; reset(): void };
  onProof: (proof: string) => void;
  onClose: () => void;
  /** Before the facts: what else a person should know. */
  children?: ReactNode;
}

export function LinkProofDialog(props: LinkProofDialogProps) {
  const { link, isOpen, title, description, action, asking, onProof, onClose, children } = props;
  const { text } = useWords();
  const { hasSecondFactor } = useSignedIn();
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        asking.reset();
        if (!open) onClose();
      }}
      title={title}
      description={description}
      closeLabel={text('common.close')}
    >
      <div className="flex flex-col gap-5">
        {children}
        <StepUpFacts
          facts={[
            { id: 'action', term: text('access.fact_action'), detail: action },
            { id: 'name', term: text('access.fact_name'), detail: link.name },
            { id: 'key', term: text('access.fact_key'), detail: link.keyHint },
          ]}
        />
        <ProofForm
          kind={hasSecondFactor ? 'code' : 'password'}
          isBusy={asking.isPending}
          refusal={refusalOf(asking.error)}
          onProof={onProof}
          onCancel={onClose}
        />
      </div>
    </Dialog>
  );
}
