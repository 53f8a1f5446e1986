// What may be shown of an exchange key: its last four characters and a keyed fingerprint.

import { createHmac } from 'node:crypto';
import type { ExchangeId, KeyFace } from '../client/signer-protocol.ts';
import { lengthPrefixed } from '../sign/length-prefixed.ts';

/** The fingerprint is keyed, so that nobody can test guesses of a key against it. */
export function keyFaceOf(fingerprintKey: Buffer, exchange: ExchangeId, apiKey: Buffer): KeyFace {
  const fingerprint = createHmac('sha256', fingerprintKey)
    .update(lengthPrefixed(['mandato/fingerprint/v1', exchange, apiKey]))
    .digest('hex')
    .slice(0, 32);
  return { keyHint: apiKey.subarray(-4).toString('latin1'), fingerprint };
}

/** Keyed fingerprint of an exchange's account: tells whether two keys belong to the same one, and nothing else. */
export function accountFaceOf(fingerprintKey: Buffer, exchange: ExchangeId, clientId: string): string {
  return createHmac('sha256', fingerprintKey)
    .update(lengthPrefixed(['mandato/account/v1', exchange, clientId]))
    .digest('hex')
    .slice(0, 32);
}
