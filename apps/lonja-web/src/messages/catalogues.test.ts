// Both catalogues say the same things with the same blanks to fill in.
import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { es } from './es.ts';

const keys = Object.keys(en);
const english: Readonly<Record<string, string>> = en;
const spanish: Readonly<Record<string, string>> = es;

describe('catalogues', () => {
  it('have the same keys', () => {
    expect(Object.keys(es).sort()).toEqual([...keys].sort());
  });

  it('have no empty sentence', () => {
    expect(keys.filter((key) => english[key]?.trim() === '' || spanish[key]?.trim() === '')).toEqual([]);
  });

  it('have the same blanks in each sentence', () => {
    const differing = keys.filter((key) => blanks(english[key]).join() !== blanks(spanish[key]).join());
    expect(differing).toEqual([]);
  });

  it('end every refusal as a sentence', () => {
    const refusals = keys.filter((key) => key.startsWith('refusal.'));
    expect(refusals.length).toBeGreaterThan(20);
    expect(
      refusals.filter((key) => !/[.]$/.test(english[key] ?? '') || !/[.]$/.test(spanish[key] ?? '')),
    ).toEqual([]);
  });

  it('name the permissions as Bitso does', () => {
    expect(keys.filter((key) => /^permission\.[a-z_]+$/.test(key)).map((key) => english[key])).toEqual([
      'View account information',
      'View balances',
      'Place orders',
      'Make withdrawals',
      'Perform security actions',
    ]);
  });
});

function blanks(sentence = ''): readonly string[] {
  return [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();
}
