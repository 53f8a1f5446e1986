// Changing the password, which ends every other session.
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { useStatus } from '@mandato/ui/status-region';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { queries } from '../session/api.ts';
import { refusalOf } from '../session/refusal.ts';
import { sessionQuery } from '../session/session-query.ts';
import { useSignedIn } from '../session/signed-in.ts';
import { StepUpDialog } from '../session/step-up-dialog.tsx';
import { SecretField } from '../words/secret-field.tsx';
import { useWords } from '../words/words.tsx';

const emptyForm = { password: '', newPassword: '' };

export function PasswordCard() {
  const { text, refusal } = useWords();
  const { hasSecondFactor } = useSignedIn();
  const client = useQueryClient();
  const say = useStatus();
  const [form, setForm] = useState(emptyForm);
  const [isAsking, setAsking] = useState(false);
  const change = useMutation(
    queries.account.changePassword.mutationOptions({
      onSuccess: (session) => {
        client.setQueryData(sessionQuery.queryKey, session);
        setForm(emptyForm);
        say({ tone: 'success', text: text('access.password_changed') });
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    if (form.password === '' || form.newPassword === '' || change.isPending) return;
    if (hasSecondFactor) setAsking(true);
    else change.mutate({ ...form, stepUpCode: null });
  }
  const field = (name: keyof typeof emptyForm) => ({
    className: 'w-full max-w-sm',
    maxLength: 256,
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setForm({ ...form, [name]: event.currentTarget.value }),
  });
  return (
    <Card title={text('access.password_title')}>
      <form noValidate onSubmit={submit} className="flex flex-col items-start gap-5">
        <SecretField
          {...field('password')}
          label={text('access.password_current')}
          name="password"
          autoComplete="current-password"
        />
        <SecretField
          {...field('newPassword')}
          label={text('access.password_new')}
          hint={text('account.password_hint')}
          name="new-password"
          autoComplete="new-password"
        />
        {change.error === null ? null : <Banner tone="danger">{refusal(refusalOf(change.error))}</Banner>}
        <Button type="submit" variant="secondary" busy={change.isPending}>
          {text('access.password_change')}
        </Button>
      </form>
      <StepUpDialog
        isOpen={isAsking}
        isBusy={false}
        refusal={null}
        facts={[{ id: 'action', term: text('access.fact_action'), detail: text('access.password_title') }]}
        onProof={(stepUpCode) => {
          setAsking(false);
          change.mutate({ ...form, stepUpCode });
        }}
        onClose={() => setAsking(false)}
      />
    </Card>
  );
}
