// A book as it stands now: a snapshot, and every message of the depth feed after it, in exact units.
import type { BookSnapshot, RestingRow } from '@mandato/lonja/api-contract/trade-contract';
import { parseMoney } from '@mandato/primitives/money';

export type Side = 'buy' | 'sell';

/** A resting order; price and amount in units of 10^-8. */
export interface Resting {
  readonly price: bigint;
  readonly amount: bigint;
  readonly createdAtMs: number;
}

/** One price with everything that rests there; `sum` counts from the best price to this one. */
export interface Level {
  readonly price: bigint;
  readonly amount: bigint;
  readonly sum: bigint;
}

/** One message of `diff-orders`: what one event did to one or more orders. */
export interface BookMessage {
  readonly sequence: number;
  readonly diffs: readonly BookDiff[];
}

/** What became of one order. `amount` null means that it is gone. */
export interface BookDiff {
  readonly orderId: string;
  readonly side: Side;
  readonly price: bigint;
  readonly amount: bigint | null;
  readonly createdAtMs: number;
}

export class LiveBook {
  #sequence: number;
  readonly #sides: Readonly<Record<Side, Map<string, Resting>>>;

  constructor(snapshot: Pick<BookSnapshot, 'sequence' | 'bids' | 'asks'>) {
    this.#sequence = snapshot.sequence;
    this.#sides = { buy: restingOf(snapshot.bids), sell: restingOf(snapshot.asks) };
  }

  /** `stale` was in the snapshot already; after `gap` the book is unknown until another snapshot. */
  apply({ sequence, diffs }: BookMessage): 'applied' | 'stale' | 'gap' {
    if (sequence <= this.#sequence) return 'stale';
    if (sequence > this.#sequence + 1) return 'gap';
    this.#sequence = sequence;
    for (const { side, orderId, amount, price, createdAtMs } of diffs) {
      const orders = this.#sides[side];
      if (amount === null || amount <= 0n) orders.delete(orderId);
      else orders.set(orderId, { price, amount, createdAtMs });
    }
    return 'applied';
  }

  /** Resting orders, best price first, older ones first within a price. */
  orders(side: Side): readonly Resting[] {
    const direction = side === 'buy' ? -1 : 1;
    return [...this.#sides[side].values()].sort((one, other) => {
      if (one.price !== other.price) return one.price < other.price ? -direction : direction;
      return one.createdAtMs - other.createdAtMs;
    });
  }
}

/** The best `levelsMax` prices of sorted orders. */
export function levelsOf(orders: readonly Resting[], levelsMax: number): readonly Level[] {
  const levels: { price: bigint; amount: bigint; sum: bigint }[] = [];
  let sum = 0n;
  for (const { price, amount } of orders) {
    const last = levels.at(-1);
    if (last?.price !== price && levels.length === levelsMax) break;
    sum += amount;
    if (last?.price === price) {
      last.amount += amount;
      last.sum = sum;
    } else levels.push({ price, amount, sum });
  }
  return levels;
}

/** Decimal text of the exchange as units of 10^-8; text that is none counts as nothing. */
export function unitsOf(text: string): bigint {
  const units = parseMoney(text);
  return units.ok ? units.value : 0n;
}

function restingOf(rows: readonly RestingRow[]): Map<string, Resting> {
  return new Map(
    rows.map(({ orderId, price, amount, createdAtMs }) => [
      orderId,
      { price: unitsOf(price), amount: unitsOf(amount), createdAtMs },
    ]),
  );
}
