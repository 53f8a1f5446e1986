// The button that confirms an action with a passkey; drawn only for who has one that works here.
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useWords } from '../words/words.tsx';
import { queries } from './api.ts';
import { hasPasskeys, proveWithPasskey } from './passkey.ts';
import { refusalOf } from './refusal.ts';

export interface PasskeyProofProps {
  isBusy: boolean;
  onProof: (proof: string) => void;
}

export function PasskeyProof({ isBusy, onProof }: PasskeyProofProps) {
  const { text, refusal } = useWords();
  const list = useQuery(queries.passkeys.list.queryOptions());
  const prove = useMutation({ mutationFn: proveWithPasskey, onSuccess: onProof });
  const isUsable = list.data?.passkeys.some(({ isSuspect }) => !isSuspect) === true;
  if (!isUsable || list.data?.isAvailable !== true || !hasPasskeys()) return null;
  return (
    <div className="flex flex-col items-start gap-3 border-line border-t pt-5">
      <Button
        variant="secondary"
        icon="key"
        busy={prove.isPending}
        disabled={isBusy}
        onClick={() => prove.mutate()}
      >
        {text('passkey.use')}
      </Button>
      {prove.error === null ? null : <Banner tone="danger">{refusal(refusalOf(prove.error))}</Banner>}
    </div>
  );
}
