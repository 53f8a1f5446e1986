// Envelope encryption of one secret: a fresh data key encrypts it, a longer-lived key wraps the data key.

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { plainRecord } from '../client/plain-record.ts';
import { lengthPrefixed } from '../sign/length-prefixed.ts';

/** Both parts are base64 of iv, tag and ciphertext. */
export interface Envelope {
  readonly wrapped: string;
  readonly ct: string;
}

/** A key that wraps data keys, and its public name. */
export interface WrapKey {
  readonly id: string;
  readonly wrap: Buffer;
}

/** Seals `secret`; `context` is bound to it, and any other context makes it unreadable. Zeroes nothing of the caller's. */
export function sealEnvelope(key: WrapKey, context: readonly string[], secret: Buffer): Envelope {
  const dataKey = randomBytes(32);
  const wrapped = encrypt(key.wrap, wrapContext(key, context), dataKey);
  const ct = encrypt(dataKey, lengthPrefixed(['data', ...context]), secret);
  dataKey.fill(0);
  return { wrapped, ct };
}

/** Opens an envelope, or null when key, context or bytes are not those it was sealed with. */
export function openEnvelope(key: WrapKey, context: readonly string[], envelope: Envelope): Buffer | null {
  const dataKey = unwrap(key, context, envelope);
  if (dataKey === null) return null;
  const secret = decrypt(dataKey, lengthPrefixed(['data', ...context]), envelope.ct);
  dataKey.fill(0);
  return secret;
}

/** The same envelope under another key; the secret itself is neither read nor written anew. Null as in openEnvelope. */
export function rewrapEnvelope(
  keys: { readonly from: WrapKey; readonly to: WrapKey },
  context: readonly string[],
  envelope: Envelope,
): Envelope | null {
  const dataKey = unwrap(keys.from, context, envelope);
  if (dataKey === null) return null;
  const wrapped = encrypt(keys.to.wrap, wrapContext(keys.to, context), dataKey);
  dataKey.fill(0);
  return { wrapped, ct: envelope.ct };
}

/** Reads an envelope from a stored record. */
export function readEnvelope(value: unknown): Envelope | null {
  const { wrapped, ct } = plainRecord(value) ?? {};
  return typeof wrapped === 'string' && typeof ct === 'string' ? { wrapped, ct } : null;
}

function unwrap(key: WrapKey, context: readonly string[], envelope: Envelope): Buffer | null {
  const dataKey = decrypt(key.wrap, wrapContext(key, context), envelope.wrapped);
  return dataKey?.length === 32 ? dataKey : null;
}

function wrapContext(key: WrapKey, context: readonly string[]): Buffer {
  return lengthPrefixed(['wrap', key.id, ...context]);
}

function encrypt(key: Buffer, aad: Buffer, plain: Buffer): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(aad);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
}

function decrypt(key: Buffer, aad: Buffer, text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length < 28) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
    .setAAD(aad)
    .setAuthTag(bytes.subarray(12, 28));
  const body = decipher.update(bytes.subarray(28));
  try {
    decipher.final();
    return body;
  } catch {
    body.fill(0);
    return null;
  }
}
