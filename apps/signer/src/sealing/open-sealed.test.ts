// Opening what a browser sealed: every altered byte is noticed, and odd pairs are told apart.

import { createECDH } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { SealedCredential } from '../client/signer-protocol.ts';
import { sealForTest } from '../testing/seal-for-test.ts';
import { openSealed } from './open-sealed.ts';
import { sealingKeyOf } from './sealing-pair.ts';

// Every decrypted buffer is seen, so that a test can look at what is left of it.
const decrypted: Buffer[] = [];
vi.mock('node:crypto', async (original) => {
  const real = await original<typeof import('node:crypto')>();
  const createDecipheriv = (algorithm: 'aes-256-gcm', key: Buffer, iv: Buffer) => {
    const decipher = real.createDecipheriv(algorithm, key, iv);
    const update = decipher.update.bind(decipher);
    Reflect.set(decipher, 'update', (bytes: Buffer) => {
      const plain = update(bytes);
      decrypted.push(plain);
      return plain;
    });
    return decipher;
  };
  return { ...real, createDecipheriv };
});

const curve = createECDH('prime256v1');
const publicKey = curve.generateKeys();
const pair = { publicKey, privateKey: curve.getPrivateKey(), keyId: '0123456789abcdef' };
const credential = { apiKey: 'AbCdEf1234', apiSecret: '0123456789abcdef0123456789abcdef' };
const seal = (given: Partial<typeof credential> = {}) =>
  sealForTest({ ...credential, ...given }, sealingKeyOf(pair));
const errorOf = (sealed: SealedCredential) => {
  const opened = openSealed(pair, sealed);
  return opened.ok ? null : opened.error;
};

test('openSealed() opens what was sealed to it', () => {
  const opened = openSealed(pair, seal());
  expect(opened.ok && opened.value.apiKey.toString()).toBe(credential.apiKey);
  expect(opened.ok && opened.value.apiSecret.toString()).toBe(credential.apiSecret);
});

test('openSealed() notices any flipped bit, wherever it is', () => {
  const sealed = seal();
  const fields = ['ephemeralKey', 'iv', 'ciphertext'] as const;
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.nat(), fc.integer({ min: 0, max: 7 }), (field, at, bit) => {
      const bytes = Buffer.from(sealed[field], 'base64');
      bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 << bit);
      expect(errorOf({ ...sealed, [field]: bytes.toString('base64') })).toBe('sealed_unreadable');
    }),
    { numRuns: 300 },
  );
  expect(errorOf({ ...sealed, keyId: 'fedcba9876543210' })).toBe('sealed_for_another_key');
  for (const ciphertext of ['', 'AAAA', '!', 'A'.repeat(20_000)]) {
    expect(errorOf({ ...sealed, ciphertext })).toBe('sealed_unreadable');
  }
});

test.each([
  [{ apiKey: 'AbCdEf 1234' }, 'credential_malformed'],
  [{ apiKey: '' }, 'credential_malformed'],
  [{ apiSecret: '' }, 'credential_malformed'],
  [{ apiSecret: 'x'.repeat(129) }, 'credential_malformed'],
  [{ apiKey: 'clé-secrète' }, 'credential_malformed'],
  [{ apiSecret: `${credential.apiSecret}\n` }, 'credential_malformed'],
  [{ apiKey: 'AbCdEf1234', apiSecret: 'AbCdEf1234' }, 'credential_malformed'],
  [{ apiKey: credential.apiSecret, apiSecret: credential.apiKey }, 'credential_swapped'],
])('openSealed() refuses %o', (given, error) => {
  expect(errorOf(seal(given))).toBe(error);
});

test('openSealed() overwrites what it decrypted, also where the seal turned out to be broken', () => {
  const sealed = seal();
  const bytes = Buffer.from(sealed.ciphertext, 'base64');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  decrypted.length = 0;
  expect(errorOf(sealed)).toBeNull();
  expect(errorOf({ ...sealed, ciphertext: bytes.toString('base64') })).toBe('sealed_unreadable');
  expect(decrypted.map((plain) => plain.length)).toEqual([46, 46]);
  for (const plain of decrypted) expect(plain.every((byte) => byte === 0)).toBe(true);
});
