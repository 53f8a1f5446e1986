// Checks a code of an authenticator app before anything is asked of the state, which then spends it.

import { err, type Result } from '@mandato/primitives/result';
import type { PortalAccount } from '../accounts/portal-state.ts';
import { twoFactorPlace } from '../accounts/seal.ts';
import { stepOfCode } from '../accounts/two-factor.ts';
import type { CodeRefusal } from '../api-contract/portal-contract.ts';
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
