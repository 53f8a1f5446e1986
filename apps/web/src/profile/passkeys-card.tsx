// The person's passkeys: what each is, adding one with a fresh proof, and removing one.
import type { PasskeyView } from '@mandato/server/api-contract/passkey-contract';
import { Badge } from '@mandato/ui/badge';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { useStatus } from '@mandato/ui/status-region';
import { TextField } from '@mandato/ui/text-field';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { queries } from '../session/api.ts';
import { addPasskey, hasPasskeys } from '../session/passkey.ts';
import { refusalOf } from '../session/refusal.ts';
import { StepUpDialog } from '../session/step-up-dialog.tsx';
import { Waiting } from '../shell/waiting.tsx';
import { formatMoment } from '../words/moment.ts';
import { useWords } from '../words/words.tsx';

export function PasskeysCard() {
  const { text } = useWords();
  const list = useQuery(queries.passkeys.list.queryOptions());
  const [removing, setRemoving] = useState<PasskeyView | null>(null);
  return (
    <Card title={text('passkey.title')} description={text('passkey.intro')}>
      <Waiting query={list}>
        {({ isAvailable, passkeys }) => (
          <div className="flex flex-col gap-5">
            {passkeys.length === 0 ? (
              <p>{text('passkey.empty')}</p>
            ) : (
              <ul className="divide-y divide-line">
                {passkeys.map((passkey) => (
                  <PasskeyItem
                    key={passkey.passkeyId}
                    passkey={passkey}
                    onRemove={() => setRemoving(passkey)}
                  />
                ))}
              </ul>
            )}
            {isAvailable && hasPasskeys() ? (
              <AddPasskey />
            ) : (
              <Banner tone="info">{text(isAvailable ? 'passkey.unsupported' : 'passkey.unavailable')}</Banner>
            )}
          </div>
        )}
      </Waiting>
      <RemoveDialog passkey={removing} onDone={() => setRemoving(null)} />
    </Card>
  );
}

function PasskeyItem({ passkey, onRemove }: { passkey: PasskeyView; onRemove: () => void }) {
  const { text, locale } = useWords();
  const { name, createdAt, lastUsedAt, isSynced, isSuspect } = passkey;
  return (
    <li className="flex flex-wrap items-center gap-3 py-3.5 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1">
        <p className="break-words font-medium">{name}</p>
        <p className="text-soft text-sm">
          {text('passkey.made', { made: formatMoment(locale, createdAt) })}
          {' · '}
          {lastUsedAt === null
            ? text('passkey.never_used')
            : text('passkey.last_used', { used: formatMoment(locale, lastUsedAt) })}
        </p>
        {isSynced ? <p className="text-soft text-sm">{text('passkey.synced')}</p> : null}
        {isSuspect ? <p className="text-danger text-sm">{text('passkey.suspect_why')}</p> : null}
      </div>
      {isSuspect ? <Badge tone="danger">{text('passkey.suspect')}</Badge> : null}
      <Button
        variant="quiet"
        icon="trash"
        aria-label={text('passkey.remove_named', { name })}
        onClick={onRemove}
      >
        {text('passkey.remove')}
      </Button>
    </li>
  );
}

function AddPasskey() {
  const { text } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const [name, setName] = useState('');
  const [isEmpty, setEmpty] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const add = useMutation({
    mutationFn: addPasskey,
    onSuccess: async () => {
      setAsking(false);
      setName('');
      await client.invalidateQueries({ queryKey: queries.passkeys.key() });
      say({ tone: 'success', text: text('passkey.added') });
    },
  });
  const given = name.trim();
  function submit(event: FormEvent) {
    event.preventDefault();
    setEmpty(given === '');
    if (given !== '') setAsking(true);
  }
  return (
    <form noValidate onSubmit={submit} className="flex flex-col items-start gap-4">
      <TextField
        className="w-full max-w-sm"
        label={text('passkey.name')}
        hint={text('passkey.name_hint')}
        name="passkey-name"
        autoComplete="off"
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={isEmpty && given === '' ? text('passkey.name_needed') : undefined}
      />
      <Button type="submit" variant="secondary" icon="key">
        {text('passkey.add')}
      </Button>
      <StepUpDialog
        isOpen={isAsking}
        isBusy={add.isPending}
        refusal={refusalOf(add.error)}
        facts={[
          {
            id: 'action',
            term: text('access.fact_action'),
            detail: text('passkey.add_named', { name: given }),
          },
        ]}
        onProof={(stepUpCode) => add.mutate({ name: given, stepUpCode })}
        onClose={() => {
          setAsking(false);
          add.reset();
        }}
      />
    </form>
  );
}

function RemoveDialog({ passkey, onDone }: { passkey: PasskeyView | null; onDone: () => void }) {
  const { text } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const remove = useMutation(
    queries.passkeys.remove.mutationOptions({
      onSuccess: async () => {
        onDone();
        await client.invalidateQueries({ queryKey: queries.passkeys.key() });
        say({ tone: 'success', text: text('passkey.removed') });
      },
    }),
  );
  const name = passkey?.name ?? '';
  return (
    <StepUpDialog
      isOpen={passkey !== null}
      isBusy={remove.isPending}
      refusal={refusalOf(remove.error)}
      facts={[
        {
          id: 'action',
          term: text('access.fact_action'),
          detail: text('passkey.remove_named', { name }),
        },
      ]}
      onProof={(stepUpCode) => {
        if (passkey !== null) remove.mutate({ passkeyId: passkey.passkeyId, stepUpCode });
      }}
      onClose={() => {
        remove.reset();
        onDone();
      }}
    />
  );
}
