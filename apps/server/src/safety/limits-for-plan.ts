// What a plan needs of the signer's limits beyond those in force. Pure.

import { parseDecimal } from '@mandato/primitives/decimal';
import { formatMoneyTrimmed, moneyScale } from '@mandato/primitives/money';
import type { SignerLimits } from '@mandato/signer/client/signer-options';
import type { RaiseView } from '../api-contract/safety-contract.ts';

/** A plan as far as limits concern it. Amounts in quote units of 10^-8. */
export interface PlanNeed {
  readonly book: string;
  readonly quote: string;
  readonly notional: bigint;
  /** What all plans of the key together buy for in this currency when each is due once. */
  readonly allTogether: bigint;
}

/** The limits that the plan needs, and in what they differ; no difference where those in force suffice. */
export interface NeededLimits {
  readonly limits: SignerLimits;
  readonly raises: RaiseView['raises'];
}

/** A buy that was missed is made up for on the day of the next one: a day may see each plan twice. */
const buysPerDay = 2n;

export function limitsForPlan(limits: SignerLimits, need: PlanNeed): NeededLimits {
  const { book, quote } = need;
  const raises: RaiseView['raises'] = [];
  const raised = (of: 'per_order' | 'per_day', amounts: Amounts | null, least: bigint): Amounts | null => {
    if (amounts === null) return null;
    const from = amountOf(amounts, quote);
    if (from >= least) return amounts;
    const to = formatMoneyTrimmed(least);
    raises.push({ of, asset: quote, from: formatMoneyTrimmed(from), to });
    return { ...amounts, [quote]: to };
  };
  const notionalPerOrderMax = raised('per_order', limits.notionalPerOrderMax, need.notional);
  const notionalPerDayMax = raised('per_day', limits.notionalPerDayMax, need.allTogether * buysPerDay);
  const lacksBook = limits.books !== null && !limits.books.includes(book);
  if (lacksBook) raises.push({ of: 'book', asset: book, from: '', to: book });
  const books = limits.books !== null && lacksBook ? [...limits.books, book] : limits.books;
  return { limits: { ...limits, notionalPerOrderMax, notionalPerDayMax, books }, raises };
}

type Amounts = Readonly<Record<string, string>>;

function amountOf(amounts: Amounts, quote: string): bigint {
  const units = Object.hasOwn(amounts, quote) ? parseDecimal(amounts[quote] ?? '', moneyScale) : null;
  return units?.ok === true ? units.value : 0n;
}
