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
  /** Of the fill that is being booked: the account of its maker, its price and lots, and what is left of the maker. */
  makerAccount = 0;
  price = 0;
  fillLots = 0;
  remaining = 0;
  /** Where its maker's filled notional stands. */
  makerFilled: Amounts = new Float64Array(0);
  makerFilledAt = 0;
  /** What its maker pays, in parts per million. */
  makerPpm = 0;
  /** Lots of all fills. */
  lots = 0;
  count = 0;
  firstTicks = 0;
  lastTicks = 0;
  /** For amounts of a fill that are large, and at the end for the sums of all. */
  readonly quantity = new Amount();
  readonly notional = new Amount();
  readonly fee = new Amount();
  readonly unlocked = new Amount();
  /** Sums over the fills. */
  readonly notionals = new Amount();
  readonly makerFees = new Amount();
  readonly takerFees = new Amount();
}
