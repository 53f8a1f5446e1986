// Asks before a link is removed, and says what removing it means for the money and the key.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Dialog } from '@mandato/ui/dialog';
import { useStatus } from '@mandato/ui/status-region';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { useWords } from '../words/words.tsx';

export interface UnlinkDialogProps {
  link: LinkView;
  isOpen: boolean;
  onClose: () => void;
}

export function UnlinkDialog({ link, isOpen, onClose }: UnlinkDialogProps) {
  const { text, refusal } = useWords();
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
      footer={
        <>
          <Button variant="secondary" onClick={onClose}>
            {text('common.cancel')}
          </Button>
          <Button
            variant="danger"
            busy={unlink.isPending}
            onClick={() => unlink.mutate({ linkId: link.linkId })}
          >
            {text('link.unlink')}
          </Button>
        </>
      }
    >
      {unlink.error === null ? null : <Banner tone="danger">{refusal(refusalOf(unlink.error))}</Banner>}
    </Dialog>
  );
}
