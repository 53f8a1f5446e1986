// An exchange in memory whose answers a test scripts call by call; what it really did stays readable.

import type {
  Balance,
  BookRules,
  Fill,
  MarketPicture,
  OrderAtVenue,
  OrderTrades,
  OwnTrade,
  PlaceOutcome,
  PublicVenue,
  ReadOutcome,
  RejectionCode,
  Venue,
} from '@mandato/invest-core/venue/venue';
import { moneyOfUnits, parseMoney, unitsPerWhole } from '@mandato/primitives/money';
import { divideDown } from '@mandato/primitives/rounding';

/** What happens to one placement. */
export type PlaceScript =
  | { readonly kind: 'fill'; readonly parts?: number }
  /** Placed and filled, but the answer never comes back. */
  | { readonly kind: 'fill_and_lose' }
  /** Placed later, when `deliverLate` is called; the answer is lost now. */
  | { readonly kind: 'delay_and_lose' }
  | { readonly kind: 'drop_and_lose' }
  | { readonly kind: 'not_sent' }
  | { readonly kind: 'reject'; readonly code: RejectionCode; readonly venueCode: string }
  | { readonly kind: 'already_exists' }
  /** Buys for a part of the money in per cent; the exchange cancels the rest. */
  | { readonly kind: 'partial'; readonly percent: bigint }
  /** Accepted and open, until it is cancelled, or filled by `fillOpen`. */
  | { readonly kind: 'rest' }
  /** Placed and filled; the process dies before it hears of it. */
  | { readonly kind: 'fill_and_hang' }
  | { readonly kind: 'hang' };

interface Placed {
  readonly orderId: string;
  readonly venueOrderId: string;
  readonly status: OrderAtVenue['status'];
  readonly fills: readonly Fill[];
}

interface Filling {
  readonly parts?: number;
  readonly status?: Placed['status'];
}

const price = 1_500_000n * unitsPerWhole;
const feeRateBps = 65n;

export const rulesOfBook: BookRules = {
  book: 'btc_mxn',
  base: 'btc',
  quote: 'mxn',
  tickSize: 1_000_000n,
  lotSize: 1n,
  quantityMin: 1n,
  quantityMax: 1_000n * unitsPerWhole,
  notionalMin: 10n * unitsPerWhole,
  notionalMax: 1_000_000n * unitsPerWhole,
  takerFeeRate: '0.0065',
};

export class ScriptedExchange {
  /** Answers of the coming placements, first first; a fill when empty. */
  readonly script: PlaceScript[] = [];
  /** Every placement that reached the exchange, by order id, with how often. */
  readonly received = new Map<string, number>();
  /** Orders that exist. */
  readonly orders = new Map<string, Placed>();
  readonly nonces: string[] = [];
  isReachable = true;
  availableMxn = 1_000_000n * unitsPerWhole;
  /** What is different about the market than usual. */
  marketOver: Partial<MarketPicture> = {};
  /** Order ids whose cancellation was asked for, in order. */
  readonly cancelled: string[] = [];
  /** How many reads of an order's trades come back without its rows. */
  readLag = 0;
  inFlight = 0;
  inFlightMax = 0;
  readonly #delayed: { readonly orderId: string; readonly notional: bigint }[] = [];
  readonly #resting = new Map<string, bigint>();
  readonly #nowMs: () => number;
  readonly #ownTrades: OwnTrade[] = [];
  #trades = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  readonly publicVenue: PublicVenue = {
    readBooks: async () => this.#read([rulesOfBook]),
    readQuote: async (book) =>
      this.#read({ book, bid: price - unitsPerWhole, ask: price + unitsPerWhole, last: price }),
    readMarket: async (book) => {
      const [bid, ask] = [price - unitsPerWhole, price + unitsPerWhole];
      const quantity = 100n * unitsPerWhole;
      return this.#read({
        book,
        quote: { book, bid, ask, last: price },
        atMs: this.#nowMs(),
        sequence: null,
        bids: [{ price: bid, quantity }],
        asks: [{ price: ask, quantity }],
        trades: [],
        drift: null,
        ...this.marketOver,
      });
    },
  };

  readonly venue: Venue = {
    placeOrder: async (order, nonce) => {
      this.nonces.push(nonce);
      this.inFlight += 1;
      this.inFlightMax = Math.max(this.inFlightMax, this.inFlight);
      await new Promise((resolve) => setTimeout(resolve, 1));
      const notional = order.kind === 'place_market_buy' ? parseMoney(order.notional) : null;
      const outcome = this.#place(order.orderId, notional?.ok === true ? notional.value : 0n);
      this.inFlight -= 1;
      return outcome ?? new Promise<PlaceOutcome>(() => undefined);
    },
    cancelOrder: async (orderId, nonce) => {
      this.nonces.push(nonce);
      this.cancelled.push(orderId);
      const placed = this.orders.get(orderId);
      const isOpen = placed?.status === 'open';
      if (isOpen) this.orders.set(orderId, { ...placed, status: 'cancelled' });
      return this.#read({ cancelled: isOpen });
    },
    findOrder: async (orderId) => {
      const placed = this.orders.get(orderId);
      if (placed === undefined || placed.status === 'completed') return this.#read(null);
      const { venueOrderId, status } = placed;
      return this.#read({ orderId, venueOrderId, status });
    },
    readOrderTrades: async (orderId): Promise<ReadOutcome<OrderTrades>> => {
      const placed = this.orders.get(orderId);
      if (placed === undefined || placed.fills.length === 0) return this.#read({ kind: 'none_found' });
      if (this.readLag > 0) {
        this.readLag -= 1;
        return this.#read({ kind: 'exists_without_trades' });
      }
      return this.#read({ kind: 'fills', fills: placed.fills });
    },
    readOwnTrades: async ({ afterTradeId }): Promise<ReadOutcome<readonly OwnTrade[]>> => {
      const from = this.#ownTrades.findIndex(({ tradeId }) => tradeId === afterTradeId) + 1;
      return this.#read(this.#ownTrades.slice(from, from + 2));
    },
    readBalances: async (): Promise<ReadOutcome<readonly Balance[]>> => {
      const available = moneyOfUnits(this.availableMxn);
      return this.#read([{ asset: 'mxn', available, locked: moneyOfUnits(0n), total: available }]);
    },
  };

  /** What really was spent here, in mxn units. */
  get spent(): bigint {
    return [...this.orders.values()]
      .flatMap(({ fills }) => fills)
      .reduce((sum, fill) => sum + fill.notional, 0n);
  }

  /** Somebody else's trade on the account: their own order's, or that of another program. */
  addForeignTrade(tradeId: string, orderId: string | null): void {
    this.#ownTrades.push({ tradeId, orderId, atMs: 1_700_000_000_000 });
  }

  /** An order that rests trades after all. */
  fillOpen(orderId: string): void {
    this.#fill(orderId, this.#resting.get(orderId) ?? 0n);
  }

  /** Delivers the placements that `delay_and_lose` kept back. */
  deliverLate(): void {
    for (const { orderId, notional } of this.#delayed.splice(0)) this.#fill(orderId, notional);
  }

  #place(orderId: string, notional: bigint): PlaceOutcome | null {
    if (!this.isReachable) return { kind: 'not_sent', cause: 'connection_refused' };
    const step = this.script.shift() ?? { kind: 'fill' };
    if (step.kind === 'not_sent') return { kind: 'not_sent', cause: 'connection_refused' };
    this.received.set(orderId, (this.received.get(orderId) ?? 0) + 1);
    const lost: PlaceOutcome = { kind: 'lost', cause: 'timeout', venueCode: null };
    switch (step.kind) {
      case 'fill':
        return { kind: 'accepted', venueOrderId: this.#fill(orderId, notional, { parts: step.parts ?? 1 }) };
      case 'fill_and_lose':
        this.#fill(orderId, notional);
        return lost;
      case 'delay_and_lose':
        this.#delayed.push({ orderId, notional });
        return lost;
      case 'drop_and_lose':
        return lost;
      case 'reject':
        return { kind: 'rejected', code: step.code, venueCode: step.venueCode, venueMessage: 'no' };
      case 'already_exists':
        this.#fill(orderId, notional);
        return { kind: 'already_exists' };
      case 'partial': {
        const venueOrderId = this.#fill(orderId, (notional * step.percent) / 100n, { status: 'cancelled' });
        return { kind: 'accepted', venueOrderId };
      }
      case 'rest':
        this.#resting.set(orderId, notional);
        this.orders.set(orderId, {
          orderId,
          venueOrderId: `R${orderId.slice(1, 8)}`,
          status: 'open',
          fills: [],
        });
        return { kind: 'accepted', venueOrderId: `R${orderId.slice(1, 8)}` };
      case 'fill_and_hang':
        this.#fill(orderId, notional);
        return null;
      case 'hang':
        return null;
    }
  }

  /** Makes the order exist with its trades; answers the exchange's id of it. */
  #fill(orderId: string, notional: bigint, how: Filling = {}): string {
    const { parts = 1, status = 'completed' } = how;
    const venueOrderId = `V${this.orders.size + 1}${orderId.slice(1, 8)}`;
    const fills = Array.from({ length: parts }, (_, part): Fill => {
      const share =
        part === parts - 1 ? notional - (notional / BigInt(parts)) * BigInt(part) : notional / BigInt(parts);
      const quantity = divideDown(share * unitsPerWhole, price);
      this.#trades += 1;
      return {
        tradeId: `${orderId.slice(1, 12)}${this.#trades}`,
        venueOrderId,
        book: 'btc_mxn',
        side: 'buy',
        liquidity: 'taker',
        price,
        quantity: moneyOfUnits(quantity),
        notional: moneyOfUnits(divideDown(quantity * price, unitsPerWhole)),
        fee: moneyOfUnits((quantity * feeRateBps) / 10_000n),
        feeAsset: 'btc',
        atMs: 1_700_000_000_000,
      };
    });
    this.orders.set(orderId, { orderId, venueOrderId, status, fills });
    for (const { tradeId, atMs } of fills) this.#ownTrades.push({ tradeId, orderId, atMs });
    return venueOrderId;
  }

  #read<T>(value: T): ReadOutcome<T> {
    if (this.isReachable) return { kind: 'read', value };
    return { kind: 'unread', failure: { kind: 'unreachable', cause: 'connection_refused' } };
  }
}
