// Changing the password: the one of now first, and every other browser is logged out.
import type { PortalSecurity } from '@mandato/lonja/api-contract/security-contract';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { PasswordField } from '@mandato/ui/password-field';
import { useStatus } from '@mandato/ui/status-region';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useWords } from '../messages/use-words.ts';
import type { ShownRefusal } from '../session/portal-refused.ts';
import { useFocusOnFault } from '../session/use-focus-on-fault.ts';
import { usePortalCall } from '../session/use-portal-call.ts';
import { useSignedIn } from '../session/use-session.ts';
import { UsernameField } from '../session/username-field.tsx';
import { securityQuery } from './security-query.ts';

export function PasswordCard({ security }: { security: PortalSecurity }) {
  const { text, moment } = useWords();
  const [isOpen, setOpen] = useState(false);
  const { passwordChangedAt } = security;
  return (
    <Card
      title={text('password.title')}
      description={
        passwordChangedAt === null
          ? text('password.never')
          : text('password.changed', { when: moment(passwordChangedAt) })
      }
      actions={
        isOpen ? undefined : (
          <Button variant="secondary" size="small" onClick={() => setOpen(true)}>
            {text('password.change')}
          </Button>
        )
      }
    >
      {isOpen ? <PasswordForm onDone={() => setOpen(false)} /> : null}
    </Card>
  );
}

function PasswordForm({ onDone }: { onDone: () => void }) {
  const { text, refusal } = useWords();
  const { email } = useSignedIn();
  const client = useQueryClient();
  const say = useStatus();
  const form = useRef<HTMLFormElement>(null);
  const [password, setPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const change = usePortalCall('changePassword', (answer) => {
    client.setQueryData(securityQuery.queryKey, answer);
    say({ tone: 'success', text: text('password.done') });
    onDone();
  });
  useFocusOnFault(form, change.failure);
  const field = change.refusal === null ? null : (fieldOf[change.refusal] ?? 'form');
  function submit(event: FormEvent) {
    event.preventDefault();
    change.send({ password, newPassword });
  }
  const eye = { revealLabel: text('app.revealPassword'), concealLabel: text('app.concealPassword') };
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex max-w-sm flex-col gap-5">
      <UsernameField email={email} />
      <PasswordField
        {...eye}
        label={text('password.current')}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={field === 'now' ? refusal(change.refusal) : undefined}
      />
      <PasswordField
        {...eye}
        label={text('password.new')}
        hint={text('signUp.passwordHint')}
        name="new-password"
        autoComplete="new-password"
        value={newPassword}
        onChange={(event) => setNewPassword(event.currentTarget.value)}
        error={field === 'new' ? refusal(change.refusal) : undefined}
      />
      {field === 'form' ? <Banner tone="danger">{refusal(change.refusal)}</Banner> : null}
      <p className="text-sm text-soft">{text('password.othersEnd')}</p>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" busy={change.isBusy}>
          {text('password.save')}
        </Button>
        <Button variant="secondary" onClick={onDone}>
          {text('app.cancel')}
        </Button>
      </div>
    </form>
  );
}

const fieldOf: Partial<Record<ShownRefusal, 'now' | 'new'>> = {
  password_wrong: 'now',
  password_too_short: 'new',
  password_too_common: 'new',
  password_unchanged: 'new',
};
