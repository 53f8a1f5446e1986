import { describe, expect, it } from 'vitest';
import { partingOf } from './parting-of.ts';

describe('partingOf()', () => {
  const told = (traceHash: string, ...trace: string[]) => ({ traceHash, trace });

  it('is null for the same story', () => {
    expect(partingOf(told('a', 'x', 'y'), told('a', 'x', 'y'))).toBeNull();
  });

  it('names the first line that differs, as both have it', () => {
    expect(partingOf(told('a', 'x', 'y', 'z'), told('b', 'x', ' w', 'v'))).toBe('line 2: "y" and then "w"');
  });

  it('names the end of the shorter one', () => {
    expect(partingOf(told('a', 'x'), told('b', 'x', 'y'))).toBe('line 2: "the end" and then "y"');
    expect(partingOf(told('a', 'x', 'y'), told('b', 'x'))).toBe('line 2: "y" and then "the end"');
  });

  it('says so when only events without a line came in another order', () => {
    expect(partingOf(told('a', 'x'), told('b', 'x'))).toMatch(/^no line/);
  });
});
