// What a plan wants bought at one slot, sized to what the exchange takes; its terms never change afterwards.

import type { Money } from '@mandato/primitives/money';

/** A market buy for one slot of one plan. Nothing was sent, and nothing was approved yet. */
export interface OrderIntent {
  readonly planId: string;
  readonly linkId: string;
  readonly slotKey: string;
  readonly book: string;
  /** How much of the quote currency to spend, at most. */
  readonly notional: Money;
  /** No attempt is made from this moment on. */
  readonly validUntilMs: number;
}
