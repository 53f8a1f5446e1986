import { expect, it } from 'vitest';
import { chooseLocale } from './locale-choice.ts';

it('chooseLocale() follows the choice before the browser, and the browser before English', () => {
  expect(chooseLocale('en', ['es-MX'])).toBe('en');
  expect(chooseLocale(null, ['es-MX', 'en-US'])).toBe('es');
  expect(chooseLocale('fr', ['de', 'es'])).toBe('es');
  expect(chooseLocale(null, ['de'])).toBe('en');
});
