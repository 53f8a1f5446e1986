// Compares limits field by field: what is tighter may hold at once, what is looser has to wait. Pure.

import { parseDecimal } from '@mandato/primitives/decimal';
import { moneyScale } from '@mandato/primitives/money';
import type { SignerLimits } from '../client/signer-options.ts';

/** The tighter of both in every field: whatever it allows, both allow. */
export function tighterLimits(one: SignerLimits, other: SignerLimits): SignerLimits {
  return {
    books: sharedTexts(one.books, other.books),
    sides: sharedTexts(one.sides, other.sides),
    notionalPerOrderMax: sharedAmounts(one.notionalPerOrderMax, other.notionalPerOrderMax),
    notionalPerDayMax: sharedAmounts(one.notionalPerDayMax, other.notionalPerDayMax),
    ordersPerMinuteMax: smaller(one.ordersPerMinuteMax, other.ordersPerMinuteMax),
    priceBandBps: smaller(one.priceBandBps, other.priceBandBps),
    referenceAgeMsMax: Math.min(one.referenceAgeMsMax, other.referenceAgeMsMax),
  };
}

/** Whether `proposal` allows anything that `current` does not. */
export function isLooser(proposal: SignerLimits, current: SignerLimits): boolean {
  return canonical(tighterLimits(current, proposal)) !== canonical(proposal);
}

function sharedTexts<T extends string>(
  one: readonly T[] | null,
  other: readonly T[] | null,
): readonly T[] | null {
  if (one === null) return other;
  return other === null ? one : one.filter((text) => other.includes(text));
}

type Amounts = Readonly<Record<string, string>>;

function sharedAmounts(one: Amounts | null, other: Amounts | null): Amounts | null {
  if (one === null) return other;
  if (other === null) return one;
  const shared: Record<string, string> = {};
  for (const [quote, amount] of Object.entries(one)) {
    const against = Object.hasOwn(other, quote) ? other[quote] : undefined;
    if (against !== undefined) shared[quote] = unitsOf(amount) <= unitsOf(against) ? amount : against;
  }
  return shared;
}

function smaller(one: number | null, other: number | null): number | null {
  if (one === null) return other;
  return other === null ? one : Math.min(one, other);
}

// One text for all limits that allow the same: a quote with nothing to spend is the same as one that is not named.
function canonical(limits: SignerLimits): string {
  return JSON.stringify([
    limits.books === null ? null : [...new Set(limits.books)].sort(),
    limits.sides === null ? null : [...new Set(limits.sides)].sort(),
    canonicalAmounts(limits.notionalPerOrderMax),
    canonicalAmounts(limits.notionalPerDayMax),
    limits.ordersPerMinuteMax,
    limits.priceBandBps,
    limits.referenceAgeMsMax,
  ]);
}

function canonicalAmounts(amounts: Amounts | null): readonly (readonly string[])[] | null {
  if (amounts === null) return null;
  return Object.entries(amounts)
    .map(([quote, amount]) => [quote, unitsOf(amount).toString()])
    .filter(([, units]) => units !== '0')
    .sort(([one = ''], [other = '']) => (one < other ? -1 : 1));
}

function unitsOf(text: string): bigint {
  const units = parseDecimal(text, moneyScale);
  return units.ok ? units.value : 0n;
}
