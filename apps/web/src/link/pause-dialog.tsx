// Asks before a link is paused, since its plans pause with it.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Dialog } from '@mandato/ui/dialog';
import { useStatus } from '@mandato/ui/status-region';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { useWords } from '../words/words.tsx';

export interface PauseDialogProps {
  link: LinkView;
  onClose: () => void;
}

export function PauseDialog({ link, onClose }: PauseDialogProps) {
  const { text, refusal } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const pause = useMutation(
    queries.links.pause.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries();
        onClose();
        say({ tone: 'success', text: text('link.paused') });
      },
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open && !pause.isPending) onClose();
      }}
      title={text('link.pause_title')}
      description={text('link.pause_body')}
      closeLabel={text('common.close')}
      footer={
        <>
          <Button variant="secondary" disabled={pause.isPending} onClick={onClose}>
            {text('common.cancel')}
          </Button>
          <Button icon="pause" busy={pause.isPending} onClick={() => pause.mutate({ linkId: link.linkId })}>
            {text('link.pause')}
          </Button>
        </>
      }
    >
      {pause.error === null ? null : <Banner tone="danger">{refusal(refusalOf(pause.error))}</Banner>}
    </Dialog>
  );
}
