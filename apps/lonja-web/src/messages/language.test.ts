// Which language is spoken at first, and after a choice.
import { describe, expect, it } from 'vitest';
import { chooseLanguage, localeOf } from './language.ts';

describe('chooseLanguage()', () => {
  it('takes the stored choice before the browser’s', () => {
    expect(chooseLanguage('en', ['es-MX'])).toBe('en');
  });

  it('takes the first of the browser’s that it knows', () => {
    expect(chooseLanguage(null, ['fr-FR', 'es-MX', 'en'])).toBe('es');
    expect(chooseLanguage(null, ['ES'])).toBe('es');
  });

  it('speaks English to everybody else, and after a stored word it does not know', () => {
    expect(chooseLanguage(null, ['fr', 'nah'])).toBe('en');
    expect(chooseLanguage('klingon', [])).toBe('en');
  });
});

describe('localeOf()', () => {
  it('keeps the browser’s region for that language', () => {
    expect(localeOf('es', ['en-US', 'es-AR'])).toBe('es-AR');
  });

  it('falls back to Mexico and the United States', () => {
    expect(localeOf('es', ['en-GB', 'es'])).toBe('es-MX');
    expect(localeOf('en', ['es-MX'])).toBe('en-US');
  });
});
