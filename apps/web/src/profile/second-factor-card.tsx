// Turning on two-factor authentication: password, then QR code or manual key, then a first code.
import { Badge } from '@mandato/ui/badge';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { CopyField } from '@mandato/ui/copy-field';
import { QrCode } from '@mandato/ui/qr-code';
import { useStatus } from '@mandato/ui/status-region';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { queries } from '../session/api.ts';
import { CodeForm } from '../session/code-form.tsx';
import { refusalOf } from '../session/refusal.ts';
import { sessionQuery } from '../session/session-query.ts';
import { useSignedIn } from '../session/signed-in.ts';
import { SecretField } from '../words/secret-field.tsx';
import { useWords } from '../words/words.tsx';
import { groupKey } from './group-key.ts';
import { RecoveryCodeList } from './recovery-code-list.tsx';
import { SecondFactorOn } from './second-factor-on.tsx';

interface Enrolment {
  otpauthUri: string;
  manualKey: string;
}

export function SecondFactorCard() {
  const { text } = useWords();
  const { hasSecondFactor } = useSignedIn();
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [shownCodes, setShownCodes] = useState<readonly string[] | null>(null);
  return (
    <Card
      title={text('account.second_factor')}
      actions={
        <Badge
          tone={hasSecondFactor ? 'success' : 'warning'}
          icon={hasSecondFactor ? 'shield-check' : 'shield-alert'}
        >
          {text(hasSecondFactor ? 'account.second_factor_on' : 'account.second_factor_off')}
        </Badge>
      }
    >
      {shownCodes !== null ? (
        <RecoveryCodeList codes={shownCodes} onSaved={() => setShownCodes(null)} />
      ) : hasSecondFactor ? (
        <SecondFactorOn onCodes={setShownCodes} />
      ) : enrolment === null ? (
        <AskPassword onEnrolment={setEnrolment} />
      ) : (
        <Confirm enrolment={enrolment} onCancel={() => setEnrolment(null)} onCodes={setShownCodes} />
      )}
    </Card>
  );
}

function AskPassword({ onEnrolment }: { onEnrolment: (enrolment: Enrolment) => void }) {
  const { text, refusal } = useWords();
  const [password, setPassword] = useState('');
  const [isEmpty, setEmpty] = useState(false);
  const begin = useMutation(queries.account.beginSecondFactor.mutationOptions({ onSuccess: onEnrolment }));
  function submit(event: FormEvent) {
    event.preventDefault();
    setEmpty(password === '');
    if (password !== '' && !begin.isPending) begin.mutate({ password });
  }
  const refused = isEmpty ? { code: 'password_wrong', details: {} } : refusalOf(begin.error);
  const isAboutPassword = refused?.code === 'password_wrong';
  return (
    <form noValidate onSubmit={submit} className="flex flex-col items-start gap-5">
      <p className="text-soft">{text('account.second_factor_intro')}</p>
      <SecretField
        className="w-full max-w-sm"
        label={text('account.password')}
        hint={text('account.second_factor_password')}
        name="password"
        autoComplete="current-password"
        maxLength={256}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={isAboutPassword ? refusal(refused) : undefined}
      />
      {refused === null || isAboutPassword ? null : <Banner tone="danger">{refusal(refused)}</Banner>}
      <Button type="submit" icon="shield-check" busy={begin.isPending}>
        {text('account.second_factor_turn_on')}
      </Button>
    </form>
  );
}

interface ConfirmProps {
  enrolment: Enrolment;
  onCancel: () => void;
  onCodes: (codes: readonly string[]) => void;
}

function Confirm({ enrolment, onCancel, onCodes }: ConfirmProps) {
  const { text } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const confirm = useMutation(
    queries.account.confirmSecondFactor.mutationOptions({
      onSuccess: ({ session, recoveryCodes }) => {
        onCodes(recoveryCodes);
        client.setQueryData(sessionQuery.queryKey, session);
        say({ tone: 'success', text: text('account.second_factor_done') });
      },
    }),
  );
  return (
    <div className="flex flex-col gap-5">
      <p>{text('account.second_factor_scan')}</p>
      <QrCode text={enrolment.otpauthUri} label={text('account.second_factor_qr_label')} />
      <CopyField
        label={text('account.second_factor_manual')}
        value={enrolment.manualKey}
        shown={groupKey(enrolment.manualKey)}
        copyLabel={text('common.copy')}
        copiedLabel={text('common.copied')}
        failedLabel={text('common.copy_failed')}
      />
      <p>{text('account.second_factor_enter')}</p>
      <CodeForm
        isBusy={confirm.isPending}
        refusal={refusalOf(confirm.error)}
        onCode={(code) => confirm.mutate({ code })}
        onCancel={onCancel}
      />
    </div>
  );
}
