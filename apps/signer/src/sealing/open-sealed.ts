// Opens a credential that a browser sealed, into buffers that the caller zeroes; checks its shape.

import { createDecipheriv, createECDH, hkdfSync } from 'node:crypto';
import { err, ok, type Result } from '@mandato/primitives/result';
import { plainRecord } from '../client/plain-record.ts';
import type { CredentialError, SealedCredential } from '../client/signer-protocol.ts';
import { forgetCredential, type OpenCredential } from '../sign/sign-request.ts';
import type { SealingPair } from './sealing-pair.ts';

export type OpeningError = Extract<
  CredentialError,
  'sealed_for_another_key' | 'sealed_unreadable' | 'credential_malformed' | 'credential_swapped'
>;

const sealedContext = 'mandato/seal/v1';
const plainBytesMax = 4_096;

/** Reads a sealed credential from an untrusted message, or null. */
export function readSealed(value: unknown): SealedCredential | null {
  const { keyId, ephemeralKey, iv, ciphertext } = plainRecord(value) ?? {};
  if (typeof keyId !== 'string' || typeof ephemeralKey !== 'string') return null;
  if (typeof iv !== 'string' || typeof ciphertext !== 'string') return null;
  return { keyId, ephemeralKey, iv, ciphertext };
}

/** Opens `sealed` with the signer's pair. */
export function openSealed(
  pair: SealingPair,
  sealed: SealedCredential,
): Result<OpenCredential, OpeningError> {
  const opened = openParts(pair, sealed);
  if (!opened.ok) return opened;
  const fault = shapeFault(opened.value);
  if (fault === null) return opened;
  forgetCredential(opened.value);
  return err(fault);
}

/** Opens a passphrase: it is sealed like a credential whose key is the word `passphrase`. */
export function openPassphrase(
  pair: SealingPair,
  sealed: SealedCredential,
): Result<Buffer, 'sealed_for_another_key' | 'sealed_unreadable'> {
  const opened = openParts(pair, sealed);
  if (!opened.ok) return opened;
  const { apiKey, apiSecret } = opened.value;
  if (apiKey.toString('latin1') === 'passphrase') return ok(apiSecret);
  forgetCredential(opened.value);
  return err('sealed_unreadable');
}

function openParts(
  pair: SealingPair,
  sealed: SealedCredential,
): Result<OpenCredential, 'sealed_for_another_key' | 'sealed_unreadable'> {
  if (sealed.keyId !== pair.keyId) return err('sealed_for_another_key');
  const plain = decrypt(pair, sealed);
  if (plain === null) return err('sealed_unreadable');
  const parts = splitPlain(plain);
  plain.fill(0);
  return parts === null ? err('sealed_unreadable') : ok(parts);
}

function decrypt(pair: SealingPair, sealed: SealedCredential): Buffer | null {
  const ephemeralKey = Buffer.from(sealed.ephemeralKey, 'base64');
  const iv = Buffer.from(sealed.iv, 'base64');
  const bytes = Buffer.from(sealed.ciphertext, 'base64');
  if (ephemeralKey.length !== 65 || iv.length !== 12) return null;
  if (bytes.length < 16 || bytes.length > plainBytesMax) return null;
  let plain: Buffer | null = null;
  try {
    const curve = createECDH('prime256v1');
    curve.setPrivateKey(pair.privateKey);
    const shared = curve.computeSecret(ephemeralKey);
    const salt = Buffer.concat([ephemeralKey, pair.publicKey]);
    const key = Buffer.from(hkdfSync('sha256', shared, salt, sealedContext, 32));
    shared.fill(0);
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });
    key.fill(0);
    decipher.setAAD(Buffer.from(`${sealedContext}:${sealed.keyId}`, 'utf8'));
    decipher.setAuthTag(bytes.subarray(-16));
    plain = decipher.update(bytes.subarray(0, -16));
    decipher.final();
    return plain;
  } catch {
    // All but the altered bytes of it may be the secret.
    plain?.fill(0);
    return null;
  }
}

// The plaintext is two byte strings, each behind its 2-byte length: no text of the secret is ever made.
function splitPlain(plain: Buffer): OpenCredential | null {
  if (plain.length < 4) return null;
  const keyLength = plain.readUInt16BE(0);
  if (plain.length < 4 + keyLength) return null;
  const secretLength = plain.readUInt16BE(2 + keyLength);
  if (plain.length !== 4 + keyLength + secretLength) return null;
  return {
    apiKey: Buffer.from(plain.subarray(2, 2 + keyLength)),
    apiSecret: Buffer.from(plain.subarray(4 + keyLength)),
  };
}

// Bitso's keys are 10 letters and digits, its secrets 32 hexadecimal digits (bitso-api 13). Only the rough form is
// required, since Bitso may lengthen either; a pair in the wrong order is told apart by its lengths.
function shapeFault({ apiKey, apiSecret }: OpenCredential): OpeningError | null {
  if (!isPlainToken(apiKey) || !isPlainToken(apiSecret)) return 'credential_malformed';
  if (apiKey.length > apiSecret.length) return 'credential_swapped';
  return apiSecret.length < 16 ? 'credential_malformed' : null;
}

function isPlainToken(text: Buffer): boolean {
  if (text.length < 6 || text.length > 128) return false;
  return text.every(
    (byte) =>
      (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a),
  );
}
