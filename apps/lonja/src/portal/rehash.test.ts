// Signs in with a password whose hash is older than today's cost.

import { hash } from '@node-rs/argon2';
import { expect, onTestFinished, test } from 'vitest';
import { isHashCheap } from '../accounts/password.ts';
import { TestPerson, testLonja } from '../testing/test-lonja.ts';

test('signIn() hashes a password anew when its hash was cheaper than one is now', async () => {
  const { test: lonja } = await testLonja();
  onTestFinished(() => lonja.close());
  const beto = new TestPerson(lonja, 'beto@example.com');
  await beto.signUp();
  const { sequencer } = lonja.lonja;
  const hashNow = () => sequencer.state.portal.byEmail.get(beto.email)?.passwordHash ?? '';
  const account = sequencer.state.portal.byEmail.get(beto.email)?.id;
  if (account === undefined) expect.fail('beto has an account');
  expect(isHashCheap(hashNow())).toBe(false);
  const passwordHash = await hash(beto.password, { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
  const command = { kind: 'rehash_password', atMs: lonja.nowMs, account, passwordHash } as const;
  // Of another password than the one that it was made for, a new hash is not taken.
  await sequencer.submit({ domain: 'portal', command: { ...command, replaces: 'another' } });
  expect(isHashCheap(hashNow())).toBe(false);
  await sequencer.submit({ domain: 'portal', command: { ...command, replaces: hashNow() } });
  expect(isHashCheap(hashNow())).toBe(true);

  const signIn = (password: string) => beto.call('signIn', { email: beto.email, password });
  expect(await signIn('not the passphrase')).toEqual({ ok: false, code: 'credentials_wrong' });
  expect(isHashCheap(hashNow())).toBe(true);
  expect((await signIn(beto.password)).ok).toBe(true);
  expect(isHashCheap(hashNow())).toBe(false);
  expect((await signIn(beto.password)).ok).toBe(true);
});
