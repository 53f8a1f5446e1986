// Holds the small parts that guard secrets to what they promise: sealing, key file, passwords, codes.

import { chmodSync, statSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../journal/temporary-directory.ts';
import { loadKeyFile } from './key-file.ts';
import { checkPassword, hashPassword, isPasswordRight } from './password.ts';
import { createSealer, keyPlace, twoFactorPlace } from './seal.ts';
import { hashSessionToken, mintSessionToken } from './session-token.ts';
import { mintEnrolment, stepOfCode } from './two-factor.ts';

test('item 58: createSealer() opens what it sealed, in its place and under its key alone', () => {
  const sealer = createSealer(new Uint8Array(32).fill(1));
  const stranger = createSealer(new Uint8Array(32).fill(2));
  fc.assert(
    fc.property(fc.string(), fc.nat(), (text, at) => {
      const sealed = sealer.seal(text, 'here');
      expect(sealer.open(sealed, 'here')).toEqual({ ok: true, value: text });
      expect(sealer.open(sealed, 'there').ok).toBe(false);
      expect(stranger.open(sealed, 'here').ok).toBe(false);
      expect(sealer.seal(text, 'here')).not.toBe(sealed);
      const bytes = Buffer.from(sealed.slice(3), 'base64url');
      const index = at % bytes.length;
      bytes[index] = (bytes[index] ?? 0) ^ 1;
      expect(sealer.open(`v1.${bytes.toString('base64url')}`, 'here').ok).toBe(false);
    }),
  );
  for (const broken of ['', 'v1.', 'v2.AAAA', 'x']) expect(sealer.open(broken, 'here').ok).toBe(false);
  expect(keyPlace('a', 'b/c')).not.toBe(twoFactorPlace('a'));
});

test('loadKeyFile() makes a key once, for its owner alone, and never a second one', () => {
  const file = `${temporaryDirectory()}/lonja.key`;
  expect(loadKeyFile(file, false)).toEqual({ ok: false, error: 'key_file_missing' });
  const made = loadKeyFile(file, true);
  expect(made).toMatchObject({ ok: true });
  expect(statSync(file).mode & 0o777).toBe(0o400);
  expect(loadKeyFile(file, false)).toEqual(made);
  chmodSync(file, 0o600);
  writeFileSync(file, 'short');
  expect(loadKeyFile(file, true)).toEqual({ ok: false, error: 'key_file_malformed' });
});

test('item 41: hashPassword() makes an argon2id hash with the stated cost', async () => {
  const passwordHash = await hashPassword('a long practice passphrase');
  expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await isPasswordRight('a long practice passphrase', passwordHash)).toBe(true);
  expect(await isPasswordRight('a long practice passphrasE', passwordHash)).toBe(false);
  expect(await isPasswordRight('anything at all', null)).toBe(false);
});

test('item 42: checkPassword() refuses the short, the common and the personal', () => {
  const about = { email: 'ana@example.com', name: 'Ana García Pérez' };
  const codes = [
    'ninechars',
    'qwertyuiop',
    '1234567890',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    'Contraseña123',
    'ana garcía pérez',
  ];
  expect(codes.map((password) => checkPassword(password, about).ok)).toEqual(codes.map(() => false));
  expect(checkPassword('ninechars', about)).toEqual({ ok: false, error: 'password_too_short' });
  for (const password of ['correct horse battery', 'ñandú-volador-7', '🐈🐈🐕🐈🐕🐈🐦🐈🐈🐁🐈🐕🐦🐁🐈']) {
    expect(checkPassword(password, about)).toEqual({ ok: true, value: null });
  }
});

test('items 49, 52: stepOfCode() accepts the step of now and its neighbours and names it', () => {
  const { secret, otpauthUri } = mintEnrolment('ana@example.com');
  expect(Buffer.from(Secret.fromBase32(secret).bytes).length).toBe(20);
  expect(otpauthUri).toContain(`secret=${secret}`);
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const nowMs = 1_790_000_000_000;
  const step = Math.floor(nowMs / 30_000);
  for (const delta of [-1, 0, 1]) {
    const code = totp.generate({ timestamp: nowMs + delta * 30_000 });
    expect(stepOfCode(code, secret, nowMs)).toEqual({ ok: true, value: step + delta });
  }
  const late = totp.generate({ timestamp: nowMs - 60_000 });
  expect(stepOfCode(late, secret, nowMs)).toEqual({ ok: false, error: 'code_wrong' });
  const spaced = totp.generate({ timestamp: nowMs }).replace(/^(...)/, '$1 ');
  expect(stepOfCode(spaced, secret, nowMs).ok).toBe(true);
  for (const code of ['', '12345', '1234567', 'abcdef', '١٢٣٤٥٦']) {
    expect(stepOfCode(code, secret, nowMs)).toEqual({ ok: false, error: 'code_malformed' });
  }
});

test('item 30: mintSessionToken() stores a hash that is not the token', () => {
  const { token, tokenHash } = mintSessionToken();
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(tokenHash).toBe(hashSessionToken(token));
  expect(tokenHash).not.toContain(token);
});
