// Asks before a link is removed, and says what ends with it, what stays, and what it means for the money and the key.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { useStatus } from '@mandato/ui/status-region';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { queries } from '../session/api.ts';
import { useGo } from '../shell/page-link.tsx';
import { paths } from '../shell/paths.ts';
import { useWords } from '../words/words.tsx';
import { LinkProofDialog } from './link-proof-dialog.tsx';

export interface UnlinkDialogProps {
  link: LinkView;
  isOpen: boolean;
  onClose: () => void;
}

export function UnlinkDialog({ link, isOpen, onClose }: UnlinkDialogProps) {
  const { text } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const go = useGo();
  const unlink = useMutation(
    queries.links.unlink.mutationOptions({
      onSuccess: async ({ plansStopped, ordersCancelled }) => {
        onClose();
        go(paths.exchanges, { isReplacing: true });
        const counts = text('link.unlinked_counts', { plans: plansStopped, orders: ordersCancelled });
        say({ tone: 'success', text: `${text('link.unlinked')} ${counts}` });
      },
      onSettled: () => client.invalidateQueries(),
    }),
  );
  return (
    <LinkProofDialog
      link={link}
      isOpen={isOpen}
      title={text('link.unlink_title')}
      description={text('link.unlink_body')}
      action={text('access.action_unlink')}
      asking={unlink}
      onProof={(stepUpCode) => unlink.mutate({ linkId: link.linkId, stepUpCode })}
      onClose={onClose}
    >
      <WhatEnds linkId={link.linkId} />
    </LinkProofDialog>
  );
}

function WhatEnds({ linkId }: { linkId: string }) {
  const { text } = useWords();
  const ends = useQuery(queries.links.beforeUnlink.queryOptions({ input: { linkId }, staleTime: 0 }));
  return (
    <ul className="list-disc space-y-1 pl-5">
      {ends.data === undefined || ends.data.plans === 0 ? null : (
        <li>{text('link.unlink_ends', { count: ends.data.plans })}</li>
      )}
      {ends.data === undefined || ends.data.openOrders === 0 ? null : (
        <li>{text('link.unlink_cancels', { count: ends.data.openOrders })}</li>
      )}
      <li>{text('link.unlink_remains')}</li>
    </ul>
  );
}
