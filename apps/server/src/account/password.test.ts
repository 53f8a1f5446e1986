// The work behind a password, counted: nobody learns from it whether a person exists.

import { verify } from '@node-rs/argon2';
import { beforeEach, expect, test, vi } from 'vitest';
import { hashPassword, isHashedTooLightly, isPasswordOf } from './password.ts';

vi.mock(import('@node-rs/argon2'), async (load) => {
  const real = await load();
  return { ...real, verify: vi.fn(real.verify) };
});

beforeEach(() => {
  // Without a body the mock itself would be given back, and called as a clean-up.
  vi.mocked(verify).mockClear();
});

test('item 44: isPasswordOf() verifies once, at the same cost, whether the person exists or not', async () => {
  const passwordHash = await hashPassword('tres tigres tristes');
  expect(await isPasswordOf(passwordHash, 'not the password')).toBe(false);
  expect(await isPasswordOf(null, 'not the password')).toBe(false);
  expect(await isPasswordOf(null, 'the password of nobody')).toBe(false);
  expect(await isPasswordOf(passwordHash, 'tres tigres tristes')).toBe(true);
  const costs = vi.mocked(verify).mock.calls.map(([hashed]) => String(hashed).split('$').slice(1, 4));
  expect(costs).toHaveLength(4);
  for (const cost of costs) expect(cost).toEqual(['argon2id', 'v=19', 'm=19456,t=2,p=1']);
});

test('item 41: isHashedTooLightly() wants every hash made as one is made now, or with more work', async () => {
  expect(isHashedTooLightly(await hashPassword('tres tigres tristes'))).toBe(false);
  expect(isHashedTooLightly('$argon2id$v=19$m=19455,t=2,p=1$c2FsdA$aGFzaA')).toBe(true);
  expect(isHashedTooLightly('$argon2id$v=19$m=19456,t=1,p=1$c2FsdA$aGFzaA')).toBe(true);
  expect(isHashedTooLightly('$argon2i$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA')).toBe(true);
  expect(isHashedTooLightly('$2b$12$abcdefghijklmnopqrstuv')).toBe(true);
  expect(isHashedTooLightly('$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA')).toBe(false);
});
