// The second factor as it is shown at sign-in and at step-up: a code of the app, or a recovery code in its place.

import { err, ok, type Result } from '@mandato/primitives/result';
import { recordActivity } from '../activity/record-activity.ts';
import { noteInTrail } from '../audit/trailed-database.ts';
import type { Db } from '../store/database.ts';
import { claimRecoveryCode, isRecoveryCode, recoveryCodesLeft } from './recovery-codes.ts';
import { type CodeError, claimCode } from './second-factor.ts';
import type { ServerKey } from './server-key.ts';

export type Factor = 'authenticator' | 'recovery_code';

export interface FactorClaim {
  readonly userId: string;
  readonly code: string;
  readonly key: ServerKey;
  readonly nowMs: number;
}

/** Uses `code` up in `tx`; a code that is refused leaves a line in the trail. */
export async function claimFactor(tx: Db, claim: FactorClaim): Promise<Result<Factor, CodeError>> {
  const code = claim.code.replace(/[\s-]/g, '');
  const claimed = isRecoveryCode(code)
    ? await claimRecovery(tx, { ...claim, code })
    : await claimOfApp(tx, { ...claim, code });
  if (!claimed.ok)
    noteInTrail(tx, { userId: claim.userId, what: 'code_refused', details: { reason: claimed.error } });
  return claimed;
}

async function claimOfApp(tx: Db, claim: FactorClaim): Promise<Result<Factor, CodeError>> {
  const claimed = await claimCode(tx, { ...claim, state: 'on' });
  return claimed.ok ? ok('authenticator') : claimed;
}

async function claimRecovery(tx: Db, claim: FactorClaim): Promise<Result<Factor, CodeError>> {
  const outcome = await claimRecoveryCode(tx, claim);
  if (outcome !== 'claimed') return err(outcome === 'used' ? 'code_used' : 'code_wrong');
  const left = String(await recoveryCodesLeft(tx, claim.userId));
  await recordActivity(tx, {
    userId: claim.userId,
    atMs: claim.nowMs,
    code: 'recovery_code_used',
    details: { left },
  });
  return ok('recovery_code');
}
