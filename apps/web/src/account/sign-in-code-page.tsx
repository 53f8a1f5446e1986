// The second step of logging in: the code from the authenticator app.
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { PageHeader } from '@mandato/ui/page-header';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { queries } from '../session/api.ts';
import { PasskeySignIn } from '../session/passkey-sign-in.tsx';
import { ProofForm } from '../session/proof-form.tsx';
import { refusalOf } from '../session/refusal.ts';
import { replaceSession } from '../session/session-query.ts';
import { forgetVisit } from '../session/visit-memory.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { useWords } from '../words/words.tsx';

export function SignInCodePage() {
  const { text } = useWords();
  const client = useQueryClient();
  const confirm = useMutation(
    queries.account.confirmSignIn.mutationOptions({
      onSuccess: (session) => replaceSession(client, session),
    }),
  );
  const leave = useMutation(
    queries.account.signOut.mutationOptions({
      onSuccess: (session) => {
        forgetVisit();
        replaceSession(client, session);
      },
    }),
  );
  usePageTitle(text('account.code_title'));
  return (
    <>
      <PageHeader title={text('account.code_title')} description={text('account.code_intro')} />
      <Card>
        <ProofForm
          kind="code"
          isBusy={confirm.isPending}
          refusal={refusalOf(confirm.error)}
          onProof={(code) => confirm.mutate({ code })}
        />
        <PasskeySignIn />
      </Card>
      <p className="mt-6 text-center">
        <Button variant="quiet" busy={leave.isPending} onClick={() => leave.mutate({})}>
          {text('account.sign_out')}
        </Button>
      </p>
    </>
  );
}
