// Opens a signer whose key comes from a passphrase: by the operator alone, with a passphrase that the server cannot read.

import { err, ok, type Result } from '@mandato/primitives/result';
import type { RunningSigner } from '@mandato/signer/client/start-signer';
import { type TryCounter, tryLimiter } from '../account/try-limiter.ts';
import type { Person } from '../api/api-base.ts';
import type { SealedCredentialInput } from '../api-contract/link-contract.ts';
import type { LockView } from '../api-contract/protection-contract.ts';
import { noteInTrail } from '../audit/trailed-database.ts';
import type { StepUpNeeds } from '../step-up/step-up.ts';
import { isOperator, type StopNeeds } from './stop-buying.ts';

export interface UnlockNeeds extends StepUpNeeds, Pick<StopNeeds, 'operatorEmail'> {
  readonly signer: Pick<RunningSigner, 'unlockKey' | 'unlock'>;
  /** What waited for the signer goes on. */
  readonly onUnlocked: () => Promise<void>;
}

const refusalsOfSigner = [
  'passphrase_too_short',
  'passphrase_wrong',
  'sealed_for_another_key',
  'sealed_unreadable',
] as const;

/** Why it stays locked, in order of precedence. */
export type UnlockError =
  | 'operator_only'
  | 'too_many_tries'
  | (typeof refusalsOfSigner)[number]
  | 'signer_unavailable';

/** Whether the signer waits for its passphrase, and whether this person may give it. */
export async function lockOf(needs: UnlockNeeds, person: Person): Promise<LockView> {
  return { unlockKey: needs.signer.unlockKey(), isOperator: await isOperator(needs, person) };
}

/** Hands the sealed passphrase on; on a first start it is set by this. Tries are counted as those of a password are. */
export async function unlockSigner(
  needs: UnlockNeeds,
  person: Person,
  sealed: SealedCredentialInput,
): Promise<Result<null, UnlockError>> {
  const { userId } = person;
  if (!(await isOperator(needs, person))) return err('operator_only');
  if (needs.signer.unlockKey() === null) return ok(null);
  const limiter = tryLimiter(needs);
  const counters: TryCounter[] = [{ kind: 'passphrase', name: userId }];
  if (!(await limiter.mayTry(counters))) return err('too_many_tries');
  const refusal = await needs.signer.unlock(sealed);
  const reason = refusal === null ? 'none' : refusal;
  const what = refusal === null ? 'signer_unlocked' : 'signer_unlock_refused';
  await needs.db.transaction(async (tx) => {
    noteInTrail(tx, { userId, what, details: { reason } });
    return Promise.resolve();
  });
  if (refusal !== null)
    return err(refusalsOfSigner.find((known) => known === refusal) ?? 'signer_unavailable');
  await limiter.succeeded(counters);
  await needs.onUnlocked();
  return ok(null);
}
