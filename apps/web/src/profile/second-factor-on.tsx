// What a person with a second factor can do about it: new recovery codes, or turning it off.
import { Button } from '@mandato/ui/button';
import { useStatus } from '@mandato/ui/status-region';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { replaceSession } from '../session/session-query.ts';
import { StepUpDialog } from '../session/step-up-dialog.tsx';
import { SecretField } from '../words/secret-field.tsx';
import { useWords } from '../words/words.tsx';

type Asked = 'renew' | 'turn_off' | null;

export function SecondFactorOn({ onCodes }: { onCodes: (codes: readonly string[]) => void }) {
  const { text } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const [asked, setAsked] = useState<Asked>(null);
  const [password, setPassword] = useState('');
  const left = useQuery(queries.account.recoveryCodesLeft.queryOptions());
  const renew = useMutation(
    queries.account.renewRecoveryCodes.mutationOptions({
      onSuccess: async ({ recoveryCodes }) => {
        setAsked(null);
        onCodes(recoveryCodes);
        await client.invalidateQueries({ queryKey: queries.account.recoveryCodesLeft.key() });
      },
    }),
  );
  const turnOff = useMutation(
    queries.account.turnSecondFactorOff.mutationOptions({
      onSuccess: (session) => {
        replaceSession(client, session);
        say({ tone: 'warning', text: text('access.turned_off') });
      },
    }),
  );
  const current = asked === 'renew' ? renew : turnOff;
  const detail = asked === 'renew' ? 'access.recovery_renew' : 'access.turn_off';
  return (
    <div className="flex flex-col items-start gap-5">
      <p className="text-soft">{text('account.second_factor_done')}</p>
      <p>
        {text('access.recovery_intro')}{' '}
        {left.data === undefined ? null : text('access.recovery_left', { left: String(left.data.left) })}
      </p>
      <Button variant="secondary" onClick={() => setAsked('renew')}>
        {text('access.recovery_renew')}
      </Button>
      <SecretField
        className="w-full max-w-sm"
        label={text('account.password')}
        hint={text('access.turn_off_warning')}
        name="password"
        autoComplete="current-password"
        maxLength={256}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button variant="danger" disabled={password === ''} onClick={() => setAsked('turn_off')}>
        {text('access.turn_off')}
      </Button>
      <StepUpDialog
        isOpen={asked !== null}
        isBusy={current.isPending}
        refusal={refusalOf(current.error)}
        facts={[{ id: 'action', term: text('access.fact_action'), detail: text(detail) }]}
        onProof={(stepUpCode) => {
          if (asked === 'renew') renew.mutate({ stepUpCode });
          else turnOff.mutate({ password, stepUpCode });
        }}
        onClose={() => {
          setAsked(null);
          current.reset();
        }}
      />
    </div>
  );
}
