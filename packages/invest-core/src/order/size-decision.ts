// Turns what a strategy wants into what the exchange takes; amounts are only ever rounded down.

import { type Money, moneyOfUnits } from '@mandato/primitives/money';
import { err, ok, type Result } from '@mandato/primitives/result';
import { floorToStep } from '@mandato/primitives/rounding';
import type { BookRules } from '../venue/venue.ts';

/** What a strategy wants: so much of the quote currency turned into the base, at the market. */
export interface BuyDecision {
  readonly notional: Money;
}

/** Why a decision has no order, in order of precedence. */
export type SizeError = 'notional_below_minimum' | 'notional_above_maximum';

// Currencies whose smallest coin is a hundredth; everything else is written with all eight decimals.
const centCurrencies = new Set(['mxn', 'usd', 'brl', 'ars', 'cop', 'eur']);

/** The step, in 10^-8 units, to which amounts of a quote currency are written: a cent, or the smallest unit. */
export function notionalStep(quote: string): bigint {
  return centCurrencies.has(quote) ? 1_000_000n : 1n;
}

/** The notional to send for `decision`: rounded down to the quote's step and inside the book's bounds. */
export function sizeDecision(decision: BuyDecision, rules: BookRules): Result<Money, SizeError> {
  const notional = floorToStep(decision.notional, notionalStep(rules.quote));
  if (notional <= 0n || notional < rules.notionalMin) return err('notional_below_minimum');
  if (notional > rules.notionalMax) return err('notional_above_maximum');
  return ok(moneyOfUnits(notional));
}
