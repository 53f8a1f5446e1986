// Where the link of a forgotten password leads: a new one is set, and then the person logs in with it.
import { Banner } from '@mandato/ui/banner';
import { Button, buttonClass } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { PageHeader } from '@mandato/ui/page-header';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { replaceSession } from '../session/session-query.ts';
import { forgetVisit } from '../session/visit-memory.ts';
import { PageLink } from '../shell/page-link.tsx';
import { paths } from '../shell/paths.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { SecretField } from '../words/secret-field.tsx';
import { useWords } from '../words/words.tsx';

export function ResetPasswordPage() {
  const { text, refusal } = useWords();
  const client = useQueryClient();
  // Behind the #, so that no server and no log ever sees it before this page sends it.
  const [token] = useState(() => window.location.hash.slice(1));
  const [newPassword, setNewPassword] = useState('');
  const [isEmpty, setEmpty] = useState(false);
  const reset = useMutation(
    queries.account.resetPassword.mutationOptions({
      onSuccess: (session) => {
        forgetVisit();
        replaceSession(client, session);
      },
    }),
  );
  usePageTitle(text('passkey.reset_title'));
  function submit(event: FormEvent) {
    event.preventDefault();
    setEmpty(newPassword === '');
    if (newPassword !== '' && !reset.isPending) reset.mutate({ token, newPassword });
  }
  const refused = isEmpty ? { code: 'password_too_short', details: {} } : refusalOf(reset.error);
  const isAboutPassword = refused?.code.startsWith('password_') === true;
  if (reset.isSuccess) {
    return (
      <>
        <PageHeader title={text('passkey.reset_title')} />
        <Banner tone="success">{text('passkey.reset_done')}</Banner>
        <p className="mt-6 text-center">
          <PageLink href={paths.signIn} className={buttonClass({})}>
            {text('account.sign_in')}
          </PageLink>
        </p>
      </>
    );
  }
  return (
    <>
      <PageHeader title={text('passkey.reset_title')} description={text('passkey.reset_intro')} />
      {/^[\w-]{43}$/.test(token) ? (
        <Card>
          <form noValidate onSubmit={submit} className="flex flex-col gap-5">
            <SecretField
              label={text('access.password_new')}
              hint={text('account.password_hint')}
              name="new-password"
              autoComplete="new-password"
              maxLength={256}
              value={newPassword}
              onChange={(event) => setNewPassword(event.currentTarget.value)}
              error={isAboutPassword ? refusal(refused) : undefined}
            />
            {refused === null || isAboutPassword ? null : <Banner tone="danger">{refusal(refused)}</Banner>}
            <Button type="submit" busy={reset.isPending}>
              {text('passkey.reset_submit')}
            </Button>
          </form>
        </Card>
      ) : (
        <Banner tone="danger">{text('passkey.reset_no_link')}</Banner>
      )}
    </>
  );
}
