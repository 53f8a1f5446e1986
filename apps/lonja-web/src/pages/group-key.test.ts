// The manual key in groups of four.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupKey } from './group-key.ts';

describe('groupKey()', () => {
  it('loses and adds nothing but spaces', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z2-7]*$/), (key) => {
        expect(groupKey(key).replaceAll(' ', '')).toBe(key);
      }),
    );
  });

  it('makes groups of four, the last one shorter', () => {
    expect(groupKey('JBSWY3DPEH')).toBe('JBSW Y3DP EH');
    expect(groupKey('JBSW Y3DP')).toBe('JBSW Y3DP');
    expect(groupKey('')).toBe('');
  });
});
