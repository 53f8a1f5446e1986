// Ends a freeze with a fresh code, after a full check that has to be fine.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { useStatus } from '@mandato/ui/status-region';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { queries } from '../session/api.ts';
import { useWords } from '../words/words.tsx';
import { LinkProofDialog } from './link-proof-dialog.tsx';

export interface ReleaseDialogProps {
  link: LinkView;
  isOpen: boolean;
  onClose: () => void;
}

export function ReleaseDialog({ link, isOpen, onClose }: ReleaseDialogProps) {
  const { text } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const release = useMutation(
    queries.links.release.mutationOptions({
      onSuccess: async () => {
        onClose();
        say({ tone: 'success', text: text('link.released') });
      },
      onSettled: () => client.invalidateQueries(),
    }),
  );
  return (
    <LinkProofDialog
      link={link}
      isOpen={isOpen}
      title={text('link.release_title')}
      description={text('link.release_body')}
      action={text('access.action_release')}
      asking={release}
      onProof={(stepUpCode) => release.mutate({ linkId: link.linkId, stepUpCode })}
      onClose={onClose}
    />
  );
}
