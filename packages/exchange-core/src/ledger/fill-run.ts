// What the fills of one taker have in common, and the fill that is being booked: written over for every taker.

import { Amount, type Amounts } from './split-money.ts';

/** The other side of the taker's is that of every maker. Assets are those of the book. */
export class FillRun {
  isTakerSell = false;
  /** Where the taker's row begins in its page, and that page's integers. */
  takerAt = 0;
  takerInts = new Int32Array(0);
  takerAccount = 0;
  takerOriginId: string | null = null;
  /** Where the taker's quote stands in its money. */
  takerMoney: Amounts = new Float64Array(0);
  takerQuote = 0;
  /** What the taker pays, in parts per million, as long as the sum of notionals is at most `takerRoom`. */
  takerPpm = 0;
  readonly takerRoom = new Amount();
  /** What the taker traded in thirty days, the fills so far included, when its tier was last looked up. */
  readonly takerVolume: Amounts = new Float64Array(2);
  /** The UTC day. */
  day = 0;
  /** Lots of all fills. */
  lots = 0;
  count = 0;
  firstTicks = 0;
  lastTicks = 0;
  /** Of the fill that is being booked; at the end the quantity of all. */
  readonly quantity = new Amount();
  readonly notional = new Amount();
  readonly fee = new Amount();
  /** What the fill frees of its maker's hold, when the makers buy. */
  readonly unlocked = new Amount();
  /** Sums over the fills. */
  readonly notionals = new Amount();
  readonly makerFees = new Amount();
  readonly takerFees = new Amount();
}
