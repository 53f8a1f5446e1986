// Checks a second factor before anything is asked of the state, which then spends it.

import { err, ok, type Result } from '@mandato/primitives/result';
import type { FactorProof } from '../accounts/portal-command.ts';
import type { PortalAccount } from '../accounts/portal-state.ts';
import { hashRecoveryCode } from '../accounts/recovery-codes.ts';
import { twoFactorPlace } from '../accounts/seal.ts';
import { stepOfCode } from '../accounts/two-factor.ts';
import type { CodeRefusal } from '../api-contract/session-contract.ts';
import type { PortalContext } from './portal-call.ts';

/**
 * The step of a right code that was not spent yet. Spending it is up to the command that carries the step: of many
 * requests with one code only the first command is accepted. Ten wrong codes close the door for 15 minutes, over
 * all sessions of the account.
 */
export function checkCode(
  { ports, throttles }: PortalContext,
  person: PortalAccount,
  code: string,
): Result<number, CodeRefusal> {
  const { twoFactor } = person;
  if (twoFactor.kind === 'off') return err('code_wrong');
  if (!throttles.code.mayTry(person.id)) return err('too_many_tries');
  const secret = ports.sealer.open(twoFactor.sealedSecret, twoFactorPlace(person.id));
  if (!secret.ok) return err('code_wrong');
  const step = stepOfCode(code, secret.value, ports.wallClock.nowMs());
  if (!step.ok) {
    if (step.error === 'code_wrong') throttles.code.noteFailure(person.id);
    return step;
  }
  if (twoFactor.kind === 'on' && step.value <= twoFactor.lastUsedStep) return err('code_used');
  throttles.code.noteSuccess(person.id);
  return step;
}

/** As `checkCode`, for what also takes a recovery code: both are tried through the same door. */
export function checkFactor(
  context: PortalContext,
  person: PortalAccount,
  code: string,
): Result<FactorProof, CodeRefusal> {
  const hash = hashRecoveryCode(code);
  if (hash === null) {
    const step = checkCode(context, person, code);
    return step.ok ? ok({ kind: 'step', step: step.value }) : step;
  }
  const { throttles } = context;
  if (!throttles.code.mayTry(person.id)) return err('too_many_tries');
  if (!person.recoveryHashes.has(hash)) {
    throttles.code.noteFailure(person.id);
    return err('code_wrong');
  }
  throttles.code.noteSuccess(person.id);
  return ok({ kind: 'recovery', hash });
}
