// Asks for the password again before something that a stolen session must not do.

import { err, ok, type Result } from '@mandato/primitives/result';
import { isPasswordRight } from '../accounts/password.ts';
import type { PortalAccount } from '../accounts/portal-state.ts';
import type { PortalContext } from './portal-call.ts';

/** Counted before the slow check, so that many at once are not cheaper than one after another. */
export async function checkOwnPassword(
  { throttles, peerAddress }: PortalContext,
  person: PortalAccount,
  password: string,
): Promise<Result<null, 'password_wrong' | 'too_many_tries'>> {
  const here = `${person.email}\n${peerAddress}`;
  if (!throttles.passwordHere.mayTry(here)) return err('too_many_tries');
  throttles.passwordHere.noteFailure(here);
  if (!(await isPasswordRight(password, person.passwordHash))) return err('password_wrong');
  throttles.passwordHere.noteSuccess(here);
  return ok(null);
}
