// Asks for a proof of who is there: a code of the app or a recovery code, or the password of who has no second factor.
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { TextField } from '@mandato/ui/text-field';
import { type FormEvent, useState } from 'react';
import { SecretField } from '../words/secret-field.tsx';
import { useWords } from '../words/words.tsx';
import { CodeForm } from './code-form.tsx';
import type { Refusal } from './refusal.ts';

export interface ProofFormProps {
  kind: 'code' | 'password';
  isBusy: boolean;
  refusal: Refusal | null;
  onProof: (proof: string) => void;
  onCancel?: (() => void) | undefined;
}

export function ProofForm({ kind, ...rest }: ProofFormProps) {
  const { text } = useWords();
  const [usesRecovery, setUsesRecovery] = useState(false);
  if (kind === 'password') return <TextProof {...rest} isPassword />;
  return (
    <div className="flex flex-col items-start gap-5">
      {usesRecovery ? (
        <TextProof {...rest} isPassword={false} />
      ) : (
        <CodeForm
          isBusy={rest.isBusy}
          refusal={rest.refusal}
          onCode={rest.onProof}
          onCancel={rest.onCancel}
        />
      )}
      <Button variant="quiet" onClick={() => setUsesRecovery(!usesRecovery)}>
        {text(usesRecovery ? 'access.app_use' : 'access.recovery_use')}
      </Button>
    </div>
  );
}

interface TextProofProps extends Omit<ProofFormProps, 'kind'> {
  isPassword: boolean;
}

function TextProof({ isPassword, isBusy, refusal, onProof, onCancel }: TextProofProps) {
  const words = useWords();
  const { text } = words;
  const [proof, setProof] = useState('');
  const [isEmpty, setEmpty] = useState(false);
  function submit(event: FormEvent) {
    event.preventDefault();
    setEmpty(proof.trim() === '');
    if (proof.trim() !== '' && !isBusy) onProof(proof);
  }
  const field = {
    value: proof,
    error: isEmpty ? text(isPassword ? 'error.password_wrong' : 'access.recovery_needed') : undefined,
    onChange: (event: { currentTarget: { value: string } }) => setProof(event.currentTarget.value),
  };
  return (
    <form noValidate onSubmit={submit} className="flex w-full flex-col gap-5">
      {isPassword ? (
        <SecretField
          {...field}
          label={text('account.password')}
          name="password"
          autoComplete="current-password"
          maxLength={256}
        />
      ) : (
        <TextField
          {...field}
          label={text('access.recovery_code')}
          hint={text('access.recovery_hint')}
          name="recovery-code"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={40}
        />
      )}
      {refusal === null ? null : <Banner tone="danger">{words.refusal(refusal)}</Banner>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" busy={isBusy}>
          {text('access.confirm')}
        </Button>
        {onCancel === undefined ? null : (
          <Button variant="secondary" onClick={onCancel}>
            {text('common.cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}
