// Codes of authenticator apps: a fresh secret, and which 30-second step a code belongs to.

import { err, ok, type Result } from '@mandato/primitives/result';
import { Secret, TOTP } from 'otpauth';

export interface Enrolment {
  /** Base32, for typing in by hand. */
  readonly secret: string;
  readonly otpauthUri: string;
}

const issuer = 'Lonja';
const stepMs = 30_000;

/** A fresh secret of 160 bits and the address that a QR code of it holds. */
export function mintEnrolment(email: string): Enrolment {
  const secret = new Secret({ size: 20 });
  return { secret: secret.base32, otpauthUri: totpOf(secret, email).toString() };
}

/** The time step (current, or one before or after) that `code` is right for at wall time `nowMs`. */
export function stepOfCode(
  code: string,
  secret: string,
  nowMs: number,
): Result<number, 'code_malformed' | 'code_wrong'> {
  const digits = code.replace(/[\s-]/g, '');
  if (!/^[0-9]{6}$/.test(digits)) return err('code_malformed');
  const totp = totpOf(Secret.fromBase32(secret), '');
  const delta = totp.validate({ token: digits, timestamp: nowMs, window: 1 });
  return delta === null ? err('code_wrong') : ok(Math.floor(nowMs / stepMs) + delta);
}

function totpOf(secret: Secret, label: string): TOTP {
  return new TOTP({ issuer, label, secret, algorithm: 'SHA1', digits: 6, period: 30 });
}
