// The button that logs in with a passkey, in place of password and code; not drawn where the browser has none.
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useWords } from '../words/words.tsx';
import { hasPasskeys, signInWithPasskey } from './passkey.ts';
import { refusalOf } from './refusal.ts';
import { replaceSession } from './session-query.ts';

export function PasskeySignIn() {
  const { text, refusal } = useWords();
  const client = useQueryClient();
  const enter = useMutation({
    mutationFn: signInWithPasskey,
    onSuccess: (session) => replaceSession(client, session),
  });
  if (!hasPasskeys()) return null;
  return (
    <div className="mt-5 flex flex-col gap-4">
      <p className="flex items-center gap-3 text-soft text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {text('passkey.or')}
      </p>
      <Button variant="secondary" icon="key" busy={enter.isPending} onClick={() => enter.mutate()}>
        {text('passkey.sign_in')}
      </Button>
      {enter.error === null ? null : <Banner tone="danger">{refusal(refusalOf(enter.error))}</Banner>}
    </div>
  );
}
