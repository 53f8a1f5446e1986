// Log in with e-mail and password; says so when the last session ended by itself.
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { PageHeader } from '@mandato/ui/page-header';
import { TextField } from '@mandato/ui/text-field';
import { textLinkClass } from '@mandato/ui/text-link';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { queries } from '../session/api.ts';
import { PasskeySignIn } from '../session/passkey-sign-in.tsx';
import { refusalOf } from '../session/refusal.ts';
import { replaceSession } from '../session/session-query.ts';
import { wasSignedIn } from '../session/visit-memory.ts';
import { PageLink } from '../shell/page-link.tsx';
import { paths } from '../shell/paths.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { SecretField } from '../words/secret-field.tsx';
import { useWords } from '../words/words.tsx';

export function SignInPage() {
  const { text, refusal } = useWords();
  const client = useQueryClient();
  const [hasExpired] = useState(wasSignedIn);
  const [form, setForm] = useState({ email: '', password: '' });
  const [isIncomplete, setIncomplete] = useState(false);
  const signIn = useMutation(
    queries.account.signIn.mutationOptions({ onSuccess: (session) => replaceSession(client, session) }),
  );
  usePageTitle(text('account.sign_in'));
  function submit(event: FormEvent) {
    event.preventDefault();
    if (signIn.isPending) return;
    const isComplete = form.email.trim() !== '' && form.password !== '';
    setIncomplete(!isComplete);
    signIn.reset();
    if (isComplete) signIn.mutate(form);
  }
  const refused = isIncomplete ? { code: 'credentials_wrong', details: {} } : refusalOf(signIn.error);
  return (
    <>
      <PageHeader title={text('account.sign_in_title')} description={text('common.tagline')} />
      {hasExpired ? (
        <Banner tone="info" className="mb-5">
          {text('error.session_expired')}
        </Banner>
      ) : null}
      <Card>
        <form noValidate onSubmit={submit} className="flex flex-col gap-5">
          <TextField
            label={text('account.email')}
            name="email"
            type="email"
            autoComplete="username"
            maxLength={254}
            value={form.email}
            onChange={(event) => setForm({ ...form, email: event.currentTarget.value })}
          />
          <SecretField
            label={text('account.password')}
            name="password"
            autoComplete="current-password"
            maxLength={256}
            value={form.password}
            onChange={(event) => setForm({ ...form, password: event.currentTarget.value })}
          />
          {refused === null ? null : <Banner tone="danger">{refusal(refused)}</Banner>}
          <Button type="submit" busy={signIn.isPending}>
            {text('account.sign_in')}
          </Button>
        </form>
        <PasskeySignIn />
      </Card>
      <details className="mt-5 text-center text-sm">
        <summary className="cursor-pointer text-soft">{text('account.password_forgotten')}</summary>
        <p className="mt-2 text-soft">{text('account.password_forgotten_how')}</p>
      </details>
      <p className="mt-6 text-center">
        {text('account.no_account')}{' '}
        <PageLink href={paths.signUp} className={textLinkClass}>
          {text('account.sign_up')}
        </PageLink>
      </p>
    </>
  );
}
