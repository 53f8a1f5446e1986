// Turning two-factor off, behind the password and a code; says what that means before it happens.
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Dialog, DialogFooter } from '@mandato/ui/dialog';
import { PasswordField } from '@mandato/ui/password-field';
import { useStatus } from '@mandato/ui/status-region';
import { TextField } from '@mandato/ui/text-field';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useWords } from '../messages/use-words.ts';
import { securityQuery } from '../security/security-query.ts';
import type { ShownRefusal } from '../session/portal-refused.ts';
import { sessionQuery } from '../session/session-query.ts';
import { useFocusOnFault } from '../session/use-focus-on-fault.ts';
import { usePortalCall } from '../session/use-portal-call.ts';

export function TurnOffTwoFactor() {
  const { text } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="quiet" className="max-sm:-ml-4.5" onClick={() => setOpen(true)}>
        {text('twoFactor.turnOff')}
      </Button>
      {isOpen ? <TurnOffDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function TurnOffDialog({ onClose }: { onClose: () => void }) {
  const { text, refusal } = useWords();
  const client = useQueryClient();
  const say = useStatus();
  const form = useRef<HTMLFormElement>(null);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const off = usePortalCall('turnOffTwoFactor', (session) => {
    client.setQueryData(sessionQuery.queryKey, session);
    void client.invalidateQueries(securityQuery);
    say({ tone: 'success', text: text('twoFactor.turnedOff') });
    onClose();
  });
  useFocusOnFault(form, off.failure);
  const field = off.refusal === null ? null : (fieldOf[off.refusal] ?? 'form');
  function submit(event: FormEvent) {
    event.preventDefault();
    off.send({ password, code });
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={text('twoFactor.turnOffTitle')}
      description={text('twoFactor.turnOffText')}
      closeLabel={text('app.close')}
    >
      <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-5">
        <PasswordField
          label={text('twoFactor.password')}
          revealLabel={text('app.revealPassword')}
          concealLabel={text('app.concealPassword')}
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={field === 'password' ? refusal(off.refusal) : undefined}
        />
        <TextField
          label={text('twoFactor.codeOrRecovery')}
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          inputClassName="font-mono"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={field === 'code' ? refusal(off.refusal) : undefined}
        />
        {field === 'form' ? <Banner tone="danger">{refusal(off.refusal)}</Banner> : null}
        <DialogFooter>
          <Button variant="secondary" onClick={onClose}>
            {text('app.cancel')}
          </Button>
          <Button type="submit" variant="danger" busy={off.isBusy}>
            {text('twoFactor.turnOffConfirm')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

const fieldOf: Partial<Record<ShownRefusal, 'password' | 'code'>> = {
  password_wrong: 'password',
  code_malformed: 'code',
  code_wrong: 'code',
  code_used: 'code',
};
