// What is kept of a typed or pasted code.
import { describe, expect, it } from 'vitest';
import { onlyDigits } from './code-field.tsx';

describe('onlyDigits()', () => {
  it('drops spaces and dashes of a pasted code', () => {
    expect(onlyDigits(' 123 456 ')).toBe('123456');
    expect(onlyDigits('123-456')).toBe('123456');
  });

  it('keeps no more than six', () => {
    expect(onlyDigits('1234567')).toBe('123456');
  });
});
