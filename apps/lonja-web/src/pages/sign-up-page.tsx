// Sign up: name, e-mail and password; each refusal stands at the field it is about.
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { PageHeader } from '@mandato/ui/page-header';
import { PasswordField } from '@mandato/ui/password-field';
import { TextField } from '@mandato/ui/text-field';
import { textLinkClass } from '@mandato/ui/text-link';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useWords } from '../messages/use-words.ts';
import type { ShownRefusal } from '../session/portal-refused.ts';
import { replaceSession } from '../session/session-query.ts';
import { useFocusOnFault } from '../session/use-focus-on-fault.ts';
import { usePortalCall } from '../session/use-portal-call.ts';
import { paths } from '../shell/paths.ts';
import { PortalLink } from '../shell/portal-link.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';

export function SignUpPage() {
  const { text, refusal } = useWords();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signUp = usePortalCall('signUp', (session) => replaceSession(client, session));
  const form = useRef<HTMLFormElement>(null);
  useFocusOnFault(form, signUp.failure);
  usePageTitle(text('signUp.submit'));
  function submit(event: FormEvent) {
    event.preventDefault();
    signUp.send({ name: name.trim(), email: email.trim(), password });
  }
  const field = signUp.refusal === null ? null : (fieldOf[signUp.refusal] ?? 'form');
  const sentence = refusal(signUp.refusal);
  const errorAt = (place: Place) => (field === place ? sentence : undefined);
  return (
    <>
      <PageHeader title={text('signUp.title')} description={text('signUp.description')} />
      <Card>
        <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-5">
          <TextField
            label={text('signUp.name')}
            name="name"
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={errorAt('name')}
          />
          <TextField
            label={text('signUp.email')}
            hint={text('signUp.emailHint')}
            name="email"
            type="email"
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={errorAt('email')}
          />
          <PasswordField
            label={text('signUp.password')}
            hint={text('signUp.passwordHint')}
            revealLabel={text('app.revealPassword')}
            concealLabel={text('app.concealPassword')}
            name="password"
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={errorAt('password')}
          />
          {field === 'form' ? <Banner tone="danger">{sentence}</Banner> : null}
          <Button type="submit" busy={signUp.isBusy}>
            {text('signUp.submit')}
          </Button>
        </form>
      </Card>
      <p className="mt-6 text-center">
        {text('signUp.haveAccount')}{' '}
        <PortalLink href={paths.logIn} className={textLinkClass}>
          {text('signUp.logIn')}
        </PortalLink>
      </p>
    </>
  );
}

type Place = 'name' | 'email' | 'password' | 'form';

const fieldOf: Partial<Record<ShownRefusal, Place>> = {
  name_malformed: 'name',
  email_malformed: 'email',
  email_taken: 'email',
  password_too_short: 'password',
  password_too_common: 'password',
};
