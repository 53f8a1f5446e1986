// Asks before a link is removed, and says what removing it means for the money and the key.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { Dialog } from '@mandato/ui/dialog';
import { useStatus } from '@mandato/ui/status-region';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { queries } from '../session/api.ts';
import { ProofForm } from '../session/proof-form.tsx';
import { refusalOf } from '../session/refusal.ts';
import { useSignedIn } from '../session/signed-in.ts';
import { StepUpFacts } from '../session/step-up-dialog.tsx';
import { useWords } from '../words/words.tsx';

export interface UnlinkDialogProps {
  link: LinkView;
  isOpen: boolean;
  onClose: () => void;
}

export function UnlinkDialog({ link, isOpen, onClose }: UnlinkDialogProps) {
  const { text } = useWords();
  const { hasSecondFactor } = useSignedIn();
  const client = useQueryClient();
  const say = useStatus();
  const unlink = useMutation(
    queries.links.unlink.mutationOptions({
      onSuccess: async () => {
        onClose();
        await client.invalidateQueries({ queryKey: queries.links.key() });
        say({ tone: 'success', text: text('link.unlinked') });
      },
    }),
  );
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        unlink.reset();
        if (!open) onClose();
      }}
      title={text('link.unlink_title')}
      description={text('link.unlink_body')}
      closeLabel={text('common.close')}
    >
      <div className="flex flex-col gap-5">
        <StepUpFacts
          facts={[
            { id: 'action', term: text('access.fact_action'), detail: text('access.action_unlink') },
            { id: 'name', term: text('access.fact_name'), detail: link.name },
            { id: 'key', term: text('access.fact_key'), detail: link.keyHint },
          ]}
        />
        <ProofForm
          kind={hasSecondFactor ? 'code' : 'password'}
          isBusy={unlink.isPending}
          refusal={refusalOf(unlink.error)}
          onProof={(stepUpCode) => unlink.mutate({ linkId: link.linkId, stepUpCode })}
          onCancel={onClose}
        />
      </div>
    </Dialog>
  );
}
