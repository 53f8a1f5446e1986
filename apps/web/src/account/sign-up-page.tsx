// Sign up: name, e-mail and password; each refusal stands at the field it is about.
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { PageHeader } from '@mandato/ui/page-header';
import { TextField } from '@mandato/ui/text-field';
import { textLinkClass } from '@mandato/ui/text-link';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { replaceSession } from '../session/session-query.ts';
import { useFocusOnFault } from '../session/use-focus-on-fault.ts';
import { PageLink } from '../shell/page-link.tsx';
import { paths } from '../shell/paths.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { SecretField } from '../words/secret-field.tsx';
import { useWords } from '../words/words.tsx';
import { lookAtSignUp } from './look-at-sign-up.ts';

export function SignUpPage() {
  const { text, refusal, locale } = useWords();
  const client = useQueryClient();
  const [form, setForm] = useState({ name: '', email: '', password: '' });
  const signUp = useMutation(
    queries.account.signUp.mutationOptions({ onSuccess: (session) => replaceSession(client, session) }),
  );
  usePageTitle(text('account.sign_up'));
  const [missing, setMissing] = useState<Missing | null>(null);
  const place = useRef<HTMLFormElement>(null);
  useFocusOnFault(place, signUp.error);
  useFocusOnFault(place, missing);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (signUp.isPending) return;
    const code = lookAtSignUp(form);
    setMissing(code === null ? null : { code });
    signUp.reset();
    if (code === null) signUp.mutate({ ...form, language: locale });
  }
  const refused = missing === null ? refusalOf(signUp.error) : { code: missing.code, details: {} };
  const field = refused === null ? null : (fieldOf[refused.code] ?? 'form');
  const errorAt = (at: Place) => (field === at ? refusal(refused) : undefined);
  return (
    <>
      <PageHeader title={text('account.sign_up_title')} description={text('account.sign_up_intro')} />
      <Card>
        <form ref={place} noValidate onSubmit={submit} className="flex flex-col gap-5">
          <TextField
            label={text('account.name')}
            hint={text('account.name_hint')}
            name="name"
            autoComplete="name"
            maxLength={80}
            value={form.name}
            onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
            error={field === 'name' ? text('account.name_needed') : undefined}
          />
          <TextField
            label={text('account.email')}
            name="email"
            type="email"
            autoComplete="username"
            maxLength={254}
            value={form.email}
            onChange={(event) => setForm({ ...form, email: event.currentTarget.value })}
            error={errorAt('email')}
          />
          <SecretField
            label={text('account.password')}
            hint={text('account.password_hint')}
            name="password"
            autoComplete="new-password"
            maxLength={256}
            value={form.password}
            onChange={(event) => setForm({ ...form, password: event.currentTarget.value })}
            error={errorAt('password')}
          />
          {field === 'form' ? <Banner tone="danger">{refusal(refused)}</Banner> : null}
          <Button type="submit" busy={signUp.isPending}>
            {text('account.sign_up')}
          </Button>
        </form>
      </Card>
      <p className="mt-6 text-center">
        {text('account.have_account')}{' '}
        <PageLink href={paths.signIn} className={textLinkClass}>
          {text('account.sign_in')}
        </PageLink>
      </p>
    </>
  );
}

/** A fresh object for each try, so that the focus moves to the field again. */
interface Missing {
  readonly code: NonNullable<ReturnType<typeof lookAtSignUp>>;
}

type Place = 'name' | 'email' | 'password' | 'form';

const fieldOf: Partial<Record<string, Place>> = {
  name_needed: 'name',
  email_malformed: 'email',
  email_taken: 'email',
  password_too_short: 'password',
  password_too_common: 'password',
};
