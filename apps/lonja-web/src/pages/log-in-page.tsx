// Log in with e-mail and password; says so when the last session ended by itself.
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { PageHeader } from '@mandato/ui/page-header';
import { PasswordField } from '@mandato/ui/password-field';
import { TextField } from '@mandato/ui/text-field';
import { textLinkClass } from '@mandato/ui/text-link';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useWords } from '../messages/use-words.ts';
import { replaceSession } from '../session/session-query.ts';
import { usePortalCall } from '../session/use-portal-call.ts';
import { wasLoggedIn } from '../session/visit-memory.ts';
import { paths } from '../shell/paths.ts';
import { PortalLink } from '../shell/portal-link.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';

export function LogInPage() {
  const { text, refusal } = useWords();
  const client = useQueryClient();
  const [hasExpired] = useState(wasLoggedIn);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = usePortalCall('signIn', (session) => replaceSession(client, session));
  usePageTitle(text('logIn.submit'));
  function submit(event: FormEvent) {
    event.preventDefault();
    signIn.send({ email: email.trim(), password });
  }
  return (
    <>
      <PageHeader title={text('logIn.title')} />
      {hasExpired ? (
        <Banner tone="info" className="mb-5">
          {text('logIn.expired')}
        </Banner>
      ) : null}
      <Card>
        <form noValidate onSubmit={submit} className="flex flex-col gap-5">
          <TextField
            label={text('signUp.email')}
            name="email"
            type="email"
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordField
            label={text('signUp.password')}
            revealLabel={text('app.revealPassword')}
            concealLabel={text('app.concealPassword')}
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {signIn.refusal === null ? null : <Banner tone="danger">{refusal(signIn.refusal)}</Banner>}
          <Button type="submit" busy={signIn.isBusy}>
            {text('logIn.submit')}
          </Button>
        </form>
      </Card>
      <p className="mt-6 text-center">
        {text('logIn.noAccount')}{' '}
        <PortalLink href={paths.signUp} className={textLinkClass}>
          {text('logIn.signUp')}
        </PortalLink>
      </p>
    </>
  );
}
