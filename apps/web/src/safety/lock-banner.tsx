// Says on every page that the exchange keys are locked, and takes the passphrase from the operator: sealed here, then cleared.

import type { LockView } from '@mandato/server/api-contract/protection-contract';
import { sealCredentials } from '@mandato/server/api-contract/seal-credentials';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { useStatus } from '@mandato/ui/status-region';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { api, queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { SecretField } from '../words/secret-field.tsx';
import { useWords } from '../words/words.tsx';

type UnlockKey = NonNullable<LockView['unlockKey']>;

export function LockBanner() {
  const { text } = useWords();
  const { data: lock } = useQuery(queries.protection.lock.queryOptions({ refetchInterval: lookEveryMs }));
  if (lock === undefined || lock.unlockKey === null) return null;
  return (
    <Banner tone="warning" isStatic className="mb-6" title={text('protection.locked_title')}>
      <p>{text('protection.locked_about')}</p>
      {lock.isOperator ? (
        <UnlockForm unlockKey={lock.unlockKey} />
      ) : (
        <p className="mt-1 font-medium">{text('protection.locked_ask')}</p>
      )}
    </Banner>
  );
}

function UnlockForm({ unlockKey }: { unlockKey: UnlockKey }) {
  const { text, refusal } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const [passphrase, setPassphrase] = useState('');
  // Not a variable of the mutation: those stay in the page's memory for minutes.
  const typed = useRef('');
  const unlock = useMutation({
    mutationFn: async () => {
      const apiSecret = typed.current;
      typed.current = '';
      const sealed = await sealCredentials({ apiKey: 'passphrase', apiSecret }, unlockKey);
      return api.protection.unlock({ sealed });
    },
    onSuccess: async () => {
      say({ tone: 'success', text: text('protection.unlocked') });
      await client.invalidateQueries();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (unlock.isPending || passphrase === '') return;
    typed.current = passphrase;
    setPassphrase('');
    unlock.mutate();
  }
  return (
    <form noValidate autoComplete="off" onSubmit={submit} className="mt-3 flex flex-col items-start gap-3">
      <SecretField
        className="w-full max-w-md"
        label={text('protection.passphrase')}
        hint={text('protection.passphrase_hint')}
        name="keys-passphrase"
        autoComplete="off"
        maxLength={1_000}
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        error={unlock.error === null ? undefined : refusal(refusalOf(unlock.error))}
      />
      <Button type="submit" icon="key" busy={unlock.isPending}>
        {text('protection.unlock')}
      </Button>
    </form>
  );
}

const lookEveryMs = 15_000;
