// Turning on two-factor authentication: a secret that is shown once, in force once a code of it was right.

import { z } from 'zod';
import { passwordLengthMax } from '../accounts/password.ts';
import { twoFactorPlace } from '../accounts/seal.ts';
import { mintSessionToken } from '../accounts/session-token.ts';
import { mintEnrolment } from '../accounts/two-factor.ts';
import { checkCode } from './check-code.ts';
import { checkOwnPassword } from './check-password.ts';
import { answered, portalCall, refused, sessionOf, signedInOf } from './portal-call.ts';

export const beginTwoFactor = portalCall<'beginTwoFactor', { readonly password: string }>(
  z.strictObject({ password: z.string().max(passwordLengthMax) }),
  async (context, { password }) => {
    const { ports } = context;
    const signedIn = signedInOf(context);
    if (!signedIn.ok) return refused(signedIn.error);
    const { person } = signedIn.value;
    if (person.twoFactor.kind === 'on') return refused('two_factor_on');
    const right = await checkOwnPassword(context, person, password);
    if (!right.ok) return refused(right.error);
    const enrolment = mintEnrolment(person.email);
    const begun = await ports.sequencer.submit({
      domain: 'portal',
      command: {
        kind: 'begin_two_factor',
        atMs: ports.wallClock.nowMs(),
        account: person.id,
        sealedSecret: ports.sealer.seal(enrolment.secret, twoFactorPlace(person.id)),
      },
    });
    if (begun.ok) return answered({ otpauthUri: enrolment.otpauthUri, manualKey: grouped(enrolment.secret) });
    return refused(begun.error === 'two_factor_on' ? 'two_factor_on' : 'storage_failed');
  },
);

export const confirmTwoFactor = portalCall<'confirmTwoFactor', { readonly code: string }>(
  z.strictObject({ code: z.string().max(40) }),
  async (context, { code }) => {
    const { ports } = context;
    const signedIn = signedInOf(context);
    if (!signedIn.ok) return refused(signedIn.error);
    const { person } = signedIn.value;
    if (person.twoFactor.kind !== 'pending') return refused('enrolment_not_started');
    const { sealedSecret } = person.twoFactor;
    const step = checkCode(context, person, code);
    if (!step.ok) return refused(step.error);
    const { token, tokenHash } = mintSessionToken();
    const confirmed = await ports.sequencer.submit({
      domain: 'portal',
      command: {
        kind: 'confirm_two_factor',
        atMs: ports.wallClock.nowMs(),
        account: person.id,
        sealedSecret,
        step: step.value,
        tokenHash,
        device: context.device,
      },
    });
    if (confirmed.ok) return answered(sessionOf(person), token);
    const isLate = confirmed.error === 'enrolment_not_started';
    return refused(isLate ? 'enrolment_not_started' : 'storage_failed');
  },
);

// In fours, as authenticator apps show it for typing.
function grouped(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? secret;
}
