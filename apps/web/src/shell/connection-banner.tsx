// Says, above whatever page is open, that Mandato itself does not answer; what was read before stays below it.
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { refusalOf } from '../session/refusal.ts';
import { useWords } from '../words/words.tsx';

export function ConnectionBanner() {
  const { text } = useWords();
  const client = useQueryClient();
  const isCut = useSyncExternalStore(
    (onChange) => client.getQueryCache().subscribe(onChange),
    () => isUnreachable(client),
  );
  if (!isCut) return null;
  return (
    <Banner
      tone="warning"
      className="mb-6"
      action={
        <Button
          variant="secondary"
          size="small"
          icon="refresh"
          onClick={() => void client.refetchQueries({ type: 'active' })}
        >
          {text('common.retry')}
        </Button>
      }
    >
      {text('common.offline')}
    </Banner>
  );
}

/** Whether the last asking of something shown on the page got no answer, although an earlier one did. */
function isUnreachable(client: QueryClient): boolean {
  return client
    .getQueryCache()
    .findAll({ type: 'active' })
    .some(({ state }) => state.data !== undefined && refusalOf(state.error)?.code === 'server_unreachable');
}
