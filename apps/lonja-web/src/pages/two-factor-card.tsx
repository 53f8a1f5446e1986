// Turning on two-factor authentication: password, then QR code or manual key, then a first code.
import type { PortalCalls } from '@mandato/lonja/api-contract/portal-contract';
import { Badge } from '@mandato/ui/badge';
import { Banner } from '@mandato/ui/banner';
import { Button, buttonClass } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { PasswordField } from '@mandato/ui/password-field';
import { useStatus } from '@mandato/ui/status-region';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { keysQuery } from '../keys/keys-query.ts';
import { useWords } from '../messages/use-words.ts';
import { securityQuery } from '../security/security-query.ts';
import { sessionQuery } from '../session/session-query.ts';
import { usePortalCall } from '../session/use-portal-call.ts';
import { useSignedIn } from '../session/use-session.ts';
import { UsernameField } from '../session/username-field.tsx';
import { paths } from '../shell/paths.ts';
import { PortalLink } from '../shell/portal-link.tsx';
import { useFocusOnChange } from '../shell/use-focus-on-change.ts';
import { TurnOffTwoFactor } from './turn-off-two-factor.tsx';
import { TwoFactorScan } from './two-factor-scan.tsx';

type Enrolment = PortalCalls['beginTwoFactor']['answer'];

export function TwoFactorCard() {
  const { text } = useWords();
  const { hasTwoFactor } = useSignedIn();
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const stage = hasTwoFactor ? 'on' : enrolment === null ? 'off' : 'confirming';
  useFocusOnChange(stage, { isScrolling: false });
  return (
    <Card
      title={text('twoFactor.title')}
      actions={
        <Badge
          tone={hasTwoFactor ? 'success' : 'warning'}
          icon={hasTwoFactor ? 'shield-check' : 'shield-alert'}
        >
          {text(hasTwoFactor ? 'twoFactor.on' : 'twoFactor.off')}
        </Badge>
      }
    >
      {hasTwoFactor ? (
        <IsOn />
      ) : enrolment === null ? (
        <AskPassword onEnrolment={setEnrolment} />
      ) : (
        <ConfirmEnrolment enrolment={enrolment} onStartAgain={() => setEnrolment(null)} />
      )}
    </Card>
  );
}

function IsOn() {
  const { text } = useWords();
  // Which step is next is known once the keys are: until then the link says only where it leads.
  const keys = useQuery(keysQuery);
  const isNext = keys.data?.keys.length === 0;
  return (
    <>
      <p className="text-soft">{text('twoFactor.onText')}</p>
      <div className="mt-4 flex flex-wrap gap-2">
        <PortalLink href={paths.keys} className={buttonClass({ variant: 'secondary' })}>
          {text(isNext ? 'twoFactor.nextKey' : 'keys.title')}
        </PortalLink>
        <TurnOffTwoFactor />
      </div>
    </>
  );
}

function AskPassword({ onEnrolment }: { onEnrolment: (enrolment: Enrolment) => void }) {
  const { text, refusal } = useWords();
  const { email } = useSignedIn();
  const [password, setPassword] = useState('');
  const begin = usePortalCall('beginTwoFactor', onEnrolment);
  const isAboutPassword = begin.refusal === 'password_wrong';
  function submit(event: FormEvent) {
    event.preventDefault();
    begin.send({ password });
  }
  return (
    <>
      <p className="text-soft">{text('twoFactor.offText')}</p>
      <form noValidate onSubmit={submit} className="mt-5 flex max-w-sm flex-col items-start gap-5">
        <UsernameField email={email} />
        <PasswordField
          className="w-full"
          label={text('twoFactor.password')}
          revealLabel={text('app.revealPassword')}
          concealLabel={text('app.concealPassword')}
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={isAboutPassword ? refusal(begin.refusal) : undefined}
        />
        {begin.refusal === null || isAboutPassword ? null : (
          <Banner tone="danger">{refusal(begin.refusal)}</Banner>
        )}
        <Button type="submit" icon="shield-check" busy={begin.isBusy}>
          {text('twoFactor.begin')}
        </Button>
      </form>
    </>
  );
}

interface ConfirmEnrolmentProps {
  enrolment: Enrolment;
  onStartAgain: () => void;
}

function ConfirmEnrolment({ enrolment, onStartAgain }: ConfirmEnrolmentProps) {
  const { text } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const confirm = usePortalCall('confirmTwoFactor', (session) => {
    client.setQueryData(sessionQuery.queryKey, session);
    void client.invalidateQueries(securityQuery);
    say({ tone: 'success', text: text('twoFactor.done') });
  });
  return (
    <TwoFactorScan
      {...enrolment}
      isBusy={confirm.isBusy}
      refusal={confirm.refusal}
      onCode={(code) => confirm.send({ code })}
      onCancel={onStartAgain}
    />
  );
}
