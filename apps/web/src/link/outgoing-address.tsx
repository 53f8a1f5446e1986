// The address to put on a key's list of IP addresses, or an honest word that it is not known.
import type { GuidedExchange } from '@mandato/server/api-contract/exchange-guide';
import { CopyField } from '@mandato/ui/copy-field';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../session/api.ts';
import { useWords } from '../words/words.tsx';

export function OutgoingAddress({ exchange }: { exchange: GuidedExchange }) {
  const { text } = useWords();
  const exchanges = useQuery(queries.links.exchanges.queryOptions());
  const offered = exchanges.data?.find((one) => one.exchange === exchange);
  if (offered === undefined) return null;
  if (offered.outgoingAddress === null) {
    return (
      <div>
        <p className="font-medium text-[0.95rem]">{text('link.address')}</p>
        <p className="text-soft text-sm">{text('link.address_unknown')}</p>
      </div>
    );
  }
  return (
    <CopyField
      label={text('link.address')}
      value={offered.outgoingAddress}
      hint={text('link.address_hint')}
      copyLabel={text('common.copy')}
      copiedLabel={text('common.copied')}
      failedLabel={text('common.copy_failed')}
    />
  );
}
