import { expect, it } from 'vitest';
import { lookAtSignUp } from './look-at-sign-up.ts';

const form = { name: 'Ana', email: 'ana@example.com', password: 'correct horse' };

it.each([
  [{ name: ' ' }, 'name_needed'],
  [{ email: '' }, 'email_malformed'],
  [{ password: '' }, 'password_too_short'],
  [{}, null],
])('lookAtSignUp() of a form with %j is %s', (changed, code) => {
  expect(lookAtSignUp({ ...form, ...changed })).toBe(code);
});
