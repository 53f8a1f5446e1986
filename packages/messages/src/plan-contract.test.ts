import { describe, expect, it } from 'vitest';
import { type ContractTexts, planContractOfTexts } from './plan-contract.ts';

const texts: ContractTexts = {
  base: 'btc',
  quote: 'mxn',
  notional: '500',
  schedule: { kind: 'weekly', weekday: 5 },
  time: '09:00',
  zone: 'America/Mexico_City',
  startsOn: '2026-11-27',
  budget: '26000',
  missedSlots: 'skip',
};
const first = (locale: 'en' | 'es', change: Partial<ContractTexts>) =>
  planContractOfTexts(locale, { ...texts, ...change })?.[0];

describe('planContract()', () => {
  it('planContract() says the whole plan in English', () => {
    expect(planContractOfTexts('en', texts)).toEqual([
      'Every Friday at 9:00 (Mexico City time), buy bitcoin for 500.00 MXN.',
      'The first buy is on or after November 27, 2026.',
      'It stops when it has spent 26,000.00 MXN, or when you stop it.',
      'It buys at the market price of that moment; the exchange’s fee comes out of the bitcoin bought.',
      'A buy that is missed is left out and listed with its reason.',
      'It does not buy when the money does not suffice or when prices look wrong, and says so in the activity list.',
      'It never sells, and it can never withdraw.',
    ]);
  });

  it('planContract() says it in Spanish, with the article that the hour wants', () => {
    expect(first('es', {})).toBe(
      'Cada viernes a las 9:00 (hora de Ciudad de México), compra bitcoin por 500.00 MXN.',
    );
    expect(first('es', { schedule: { kind: 'daily' }, time: '01:05' })).toBe(
      'Todos los días a la 1:05 (hora de Ciudad de México), compra bitcoin por 500.00 MXN.',
    );
  });

  it('planContract() tells what happens in shorter months exactly where it can happen', () => {
    const monthly = (day: number) =>
      planContractOfTexts('en', { ...texts, schedule: { kind: 'monthly', day }, budget: null });
    expect(monthly(31)?.[1]).toBe('In a month without a day 31, buy on its last day.');
    expect(monthly(28)?.some((sentence) => sentence.includes('last day'))).toBe(false);
    expect(monthly(28)).toContain('It has no total limit: it goes on until you stop it.');
  });

  it('planContractOfTexts() is silent until the texts are a plan', () => {
    const unfinished: readonly Partial<ContractTexts>[] = [
      { notional: '' },
      { notional: '0' },
      { notional: '1.000,50' },
      { time: '9' },
      { zone: 'Mars' },
      { startsOn: '' },
      { budget: 'x' },
    ];
    for (const change of unfinished) expect(planContractOfTexts('en', { ...texts, ...change })).toBeNull();
  });
});
