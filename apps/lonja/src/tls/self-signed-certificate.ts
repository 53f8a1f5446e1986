// A certificate for this machine alone, signed by its own key (P-256, SHA-256), as RFC 5280 lays it out.

import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import * as der from './der.ts';

export interface KeyAndCertificate {
  /** PEM (PKCS #8). */
  readonly key: string;
  /** PEM. */
  readonly cert: string;
}

const dayMs = 86_400_000;
/** Some systems trust nothing that is valid for longer. */
const validDays = 820;
const ecdsaWithSha256 = '1.2.840.10045.4.3.2';

/** Valid from a day before `nowMs`, for `localhost` and the loopback addresses. */
export function makeCertificate(nowMs: number): KeyAndCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der.sequence(der.objectId(ecdsaWithSha256));
  const name = der.sequence(
    der.set(der.sequence(der.objectId('2.5.4.3'), der.utf8('Lonja practice exchange'))),
  );
  const toBeSigned = der.sequence(
    der.tagged(0, der.integer(Buffer.of(2))),
    der.integer(randomBytes(16)),
    algorithm,
    name,
    der.sequence(der.time(nowMs - dayMs), der.time(nowMs + validDays * dayMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der.tagged(3, extensions()),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const certificate = der.sequence(toBeSigned, algorithm, der.bitString(signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(certificate),
  };
}

function extensions(): Buffer {
  const names = der.sequence(
    der.implicit(2, Buffer.from('localhost')),
    der.implicit(7, Buffer.of(127, 0, 0, 1)),
    der.implicit(7, Buffer.from([...new Array<number>(15).fill(0), 1])),
  );
  const serverAuthentication = der.sequence(der.objectId('1.3.6.1.5.5.7.3.1'));
  return der.sequence(
    // It is trusted as its own authority, and may sign nothing else.
    extension('2.5.29.19', der.sequence(der.boolean(true), der.integer(Buffer.of(0)))),
    extension('2.5.29.17', names),
    extension('2.5.29.37', serverAuthentication),
  );
}

function extension(id: string, content: Buffer): Buffer {
  const isCritical = id === '2.5.29.19' ? [der.boolean(true)] : [];
  return der.sequence(der.objectId(id), ...isCritical, der.octetString(content));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
