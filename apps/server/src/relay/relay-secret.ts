// How the two ends of the relay know each other: TLS with a secret that both have, and forward secrecy; no certificates.

import { timingSafeEqual } from 'node:crypto';

/** What both ends were given. */
export interface RelaySecret {
  readonly installId: string;
  readonly secret: Buffer;
}

/** Pre-shared keys with an exchange of fresh ones on top; in TLS 1.3 Node cannot be told to require that. */
export const relayCipher = {
  ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
} as const;

/** Whether `identity` names this installation, in a time that says nothing. */
export function isOwnIdentity(own: string, identity: string): boolean {
  const [one, other] = [Buffer.from(own), Buffer.from(identity)];
  return one.length === other.length && timingSafeEqual(one, other);
}
