// The second step of logging in: the code from the authenticator app.
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { PageHeader } from '@mandato/ui/page-header';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useWords } from '../messages/use-words.ts';
import { CodeForm } from '../session/code-form.tsx';
import { replaceSession } from '../session/session-query.ts';
import { usePortalCall } from '../session/use-portal-call.ts';
import { forgetVisit } from '../session/visit-memory.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { RecoveryCodeForm } from './recovery-code-form.tsx';

export function LogInCodePage() {
  const { text } = useWords();
  const client = useQueryClient();
  const confirm = usePortalCall('confirmSignIn', (session) => replaceSession(client, session));
  const leave = usePortalCall('signOut', (session) => {
    forgetVisit();
    replaceSession(client, session);
  });
  const [isRecovering, setRecovering] = useState(false);
  usePageTitle(text('logInCode.title'));
  return (
    <>
      <PageHeader title={text('logInCode.title')} description={text('logInCode.description')} />
      <Card>
        {isRecovering ? (
          <RecoveryCodeForm
            isBusy={confirm.isBusy}
            refusal={confirm.refusal}
            onCode={(code) => confirm.send({ code })}
          />
        ) : (
          <CodeForm
            submitLabel={text('code.confirm')}
            isBusy={confirm.isBusy}
            refusal={confirm.refusal}
            onCode={(code) => confirm.send({ code })}
          />
        )}
      </Card>
      <p className="mt-6 text-center">
        <Button
          variant="quiet"
          onClick={() => {
            confirm.reset();
            setRecovering(!isRecovering);
          }}
        >
          {text(isRecovering ? 'logInCode.useApp' : 'logInCode.useRecovery')}
        </Button>
      </p>
      <p className="mt-1 text-center">
        <Button variant="quiet" busy={leave.isBusy} onClick={() => leave.send({})}>
          {text('logInCode.other')}
        </Button>
      </p>
    </>
  );
}
