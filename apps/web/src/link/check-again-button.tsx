// Has a key checked again, in full, and says what came of it.
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { Button } from '@mandato/ui/button';
import { useStatus } from '@mandato/ui/status-region';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { useWords } from '../words/words.tsx';
import { statusName, toneOf } from './link-status.tsx';

export function CheckAgainButton({ link }: { link: LinkView }) {
  const words = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const reaudit = useMutation(
    queries.links.reaudit.mutationOptions({
      onSuccess: async (checked) => {
        await client.invalidateQueries();
        say({
          tone: toneOf[checked.status.kind],
          text: `${words.text('link.check_again_done')} ${statusName(words, checked)}.`,
        });
      },
      onError: (error) => say({ tone: 'danger', text: words.refusal(refusalOf(error)) ?? '' }),
    }),
  );
  return (
    <Button
      variant="secondary"
      size="small"
      icon="refresh"
      busy={reaudit.isPending}
      onClick={() => reaudit.mutate({ linkId: link.linkId })}
    >
      {words.text('link.check_again')}
    </Button>
  );
}
