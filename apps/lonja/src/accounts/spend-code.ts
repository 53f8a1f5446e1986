// Spends a second factor of an account: each step of the app and each recovery code works once.

import { err, ok, type Result } from '@mandato/primitives/result';
import type { FactorProof } from './portal-command.ts';
import type { PortalAccount } from './portal-state.ts';

type Spent = Result<null, 'two_factor_missing' | 'code_used'>;

/** Only a step greater than the last one spends: a code works once, and an older one not at all. */
export function spendCode(account: PortalAccount, step: number): Spent {
  const { twoFactor } = account;
  if (twoFactor.kind !== 'on') return err('two_factor_missing');
  if (step <= twoFactor.lastUsedStep) return err('code_used');
  account.twoFactor = { ...twoFactor, lastUsedStep: step };
  return ok(null);
}

/** Spends a step or a recovery code. */
export function spendFactor(account: PortalAccount, proof: FactorProof): Spent {
  if (proof.kind === 'step') return spendCode(account, proof.step);
  if (account.twoFactor.kind !== 'on') return err('two_factor_missing');
  return account.recoveryHashes.delete(proof.hash) ? ok(null) : err('code_used');
}
