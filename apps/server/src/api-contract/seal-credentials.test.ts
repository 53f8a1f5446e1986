// Checks sealing against an independent opening written with node:crypto.

import { createDecipheriv, createECDH, hkdfSync } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type SealedCredential, sealCredentials } from './seal-credentials.ts';

const pair = createECDH('prime256v1');
pair.generateKeys();
const sealingKey = { keyId: '0123456789abcdef', publicKey: pair.getPublicKey('base64') };

function open(sealed: SealedCredential, keyId = sealed.keyId): Buffer {
  const ephemeralKey = Buffer.from(sealed.ephemeralKey, 'base64');
  const salt = Buffer.concat([ephemeralKey, pair.getPublicKey()]);
  const key = hkdfSync('sha256', pair.computeSecret(ephemeralKey), salt, 'mandato/seal/v1', 32);
  const bytes = Buffer.from(sealed.ciphertext, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key), Buffer.from(sealed.iv, 'base64'))
    .setAAD(Buffer.from(`mandato/seal/v1:${keyId}`))
    .setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]);
}

test('sealCredentials() gives what only the holder of the private key can open', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ maxLength: 80 }),
      fc.string({ maxLength: 80 }),
      async (apiKey, apiSecret) => {
        const plain = open(await sealCredentials({ apiKey, apiSecret }, sealingKey));
        const keyLength = plain.readUInt16BE(0);
        expect(plain.subarray(2, 2 + keyLength).toString()).toBe(Buffer.from(apiKey).toString());
        expect(plain.readUInt16BE(2 + keyLength)).toBe(Buffer.byteLength(apiSecret));
        expect(plain.subarray(4 + keyLength).toString()).toBe(Buffer.from(apiSecret).toString());
      },
    ),
    { numRuns: 25 },
  );
});

test('sealCredentials() never gives the same bytes twice and binds the id of the key', async () => {
  const credentials = { apiKey: 'AbCdEf1234', apiSecret: '0123456789abcdef0123456789abcdef' };
  const one = await sealCredentials(credentials, sealingKey);
  const other = await sealCredentials(credentials, sealingKey);
  expect(one.ciphertext).not.toBe(other.ciphertext);
  expect(one.ephemeralKey).not.toBe(other.ephemeralKey);
  expect(() => open(one, 'another-key')).toThrow();
});
