import { expect, it } from 'vitest';
import { groupKey } from './group-key.ts';

it('groupKey() puts a space after every fourth letter and changes no letter', () => {
  expect(groupKey('ABCDEFGHIJ')).toBe('ABCD EFGH IJ');
  expect(groupKey('AB CD EFGH')).toBe('ABCD EFGH');
  expect(groupKey('')).toBe('');
});
