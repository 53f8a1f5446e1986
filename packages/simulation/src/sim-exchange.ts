// The exchange of a simulation: Lonja's engine behind the rules that make Bitso hard; it also keeps what really happened.

import { formatRowTime } from '@mandato/bitso-wire/wire-time';
import type { BookSpec } from '@mandato/exchange-core/book-spec';
import { apply } from '@mandato/exchange-core/engine/apply';
import type { Fill } from '@mandato/exchange-core/engine/event';
import { createExchangeState } from '@mandato/exchange-core/engine/state';
import { type AccountId, accountIdOf, assetOf, bookIdOf, venueOrderIdOf } from '@mandato/exchange-core/ids';
import { balancesOf, fillsOfOrder } from '@mandato/exchange-core/view/account-view';
import type { VenueIntent } from '@mandato/invest-core/venue/venue-intent';
import { formatMoneyTrimmed, parseMoney, unitsPerWhole } from '@mandato/primitives/money';
import type { Draws } from './draws.ts';
import type { Swarm } from './swarm.ts';
import type { VirtualTime } from './virtual-time.ts';

export const simBook = 'btc_mxn';
const book = bookIdOf(simBook);
const base = assetOf('btc');
const quote = assetOf('mxn');

export const simSpec: BookSpec = {
  id: book,
  base,
  quote,
  tickSize: 10n * unitsPerWhole,
  priceMin: 10n * unitsPerWhole,
  priceMax: 10_000_000n * unitsPerWhole,
  quantityMin: 1n,
  quantityMax: 1_000n * unitsPerWhole,
  notionalMin: 10n * unitsPerWhole,
  notionalMax: 1_000_000n * unitsPerWhole,
  feeTiers: [{ volumeMax: null, makerPpm: 5_000, takerPpm: 6_500 }],
};

/** An order that the exchange took on, as it really is. */
export interface TrueOrder {
  readonly linkId: string;
  readonly originId: string;
  readonly venueOrderId: string;
  /** Null while the engine has not come to it. */
  appliedAtMs: number | null;
  visibleAtMs: number;
  fills: readonly Fill[];
  status: 'open' | 'completed' | 'cancelled';
}

export interface WireAnswer {
  readonly status: number;
  readonly body: string;
}

/** A request of the account `linkId`, signed with `key`. */
export interface Received {
  readonly linkId: string;
  readonly key: string;
  readonly intent: VenueIntent;
  readonly nonce: string;
}

export interface ExchangeNeeds {
  readonly time: VirtualTime;
  readonly draws: Draws;
  readonly swarm: Swarm;
}

const price = 1_500_000n * unitsPerWhole;
const maker = accountIdOf('maker');
/** No order stays open longer than this without trading. */
const restsMaxMs = 150_000;
/** How long ended orders stay listed, where they do. */
const listedMs = 3_600_000;

export class SimExchange {
  readonly state = createExchangeState([simSpec]);
  readonly orders: TrueOrder[] = [];
  /** Our ids of orders that somebody asked to be cancelled. */
  readonly cancelsAsked = new Set<string>();
  readonly #byOriginId = new Map<string, TrueOrder[]>();
  readonly #needs: ExchangeNeeds;
  readonly #nonces = new Map<string, Set<string>>();
  readonly #nonceHigh = new Map<string, bigint>();
  readonly #haltedUntilMs = { ms: 0 };
  #minted = 0;
  isQuiet = false;

  constructor(needs: ExchangeNeeds) {
    this.#needs = needs;
    this.#open(maker, { btc: 1_000_000n, mxn: 1_000_000_000n });
  }

  /** Opens the account of a link with `mxn` whole pesos. */
  openAccount(linkId: string, mxn: bigint): void {
    this.#open(accountIdOf(linkId), { btc: 0n, mxn });
  }

  halt(untilMs: number): void {
    this.#haltedUntilMs.ms = untilMs;
  }

  /** Somebody uses the account by hand: an order without an id of ours. */
  tradeByHand(linkId: string, mxn: bigint): void {
    this.#supply(mxn * 10n * unitsPerWhole);
    this.#buy(accountIdOf(linkId), { originId: null, notional: mxn * unitsPerWhole });
  }

  /** What the exchange does with a request that reaches it now, and says to it. */
  receive({ linkId, key, intent, nonce }: Received): WireAnswer {
    const site = intent.kind === 'place_market_buy' ? intent.orderId : `reads ${linkId}`;
    const { exchange } = this.#needs.swarm;
    if (this.#strikes('503 before', exchange.failedBefore, site)) return html(503);
    if (this.#strikes('420 before', exchange.limitedBefore, site)) return { status: 420, body: '' };
    const refusal = this.#refuseNonce(key, nonce);
    if (refusal !== null) return refusal;
    const answer = this.#carryOut(linkId, intent);
    if (this.#strikes('502 after', exchange.failedAfter, site)) return html(502);
    if (this.#strikes('429 after', exchange.limitedAfter, site)) return refused(429, '0801');
    if (this.#strikes('unreadable', exchange.unreadable, site)) return html(200);
    return answer;
  }

  /** The fault strikes, unless faults are over. */
  #strikes(fault: string, probability: number, of: string): boolean {
    return !this.isQuiet && this.#needs.draws.strikes(fault, probability, of);
  }

  #refuseNonce(key: string, nonce: string): WireAnswer | null {
    const { swarm, time } = this.#needs;
    if (swarm.nonceMode === 'v1') {
      if (BigInt(nonce) <= (this.#nonceHigh.get(key) ?? 0n)) return refused(401, '0206');
      this.#nonceHigh.set(key, BigInt(nonce));
      return null;
    }
    if (time.nowMs - Number(nonce.slice(0, 13)) > swarm.windowMs) return refused(401, '0206');
    const used = this.#nonces.get(key) ?? new Set();
    this.#nonces.set(key, used);
    if (used.has(nonce)) return refused(401, '0207');
    used.add(nonce);
    return null;
  }

  #carryOut(linkId: string, intent: VenueIntent): WireAnswer {
    switch (intent.kind) {
      case 'place_market_buy':
        return this.#place(linkId, intent);
      case 'find_orders':
        return payload(intent.orderIds.flatMap((orderId) => this.#listed(linkId, orderId)));
      case 'read_order_trades':
        return this.#trades(linkId, intent.orderId);
      case 'read_balances': {
        const rows = balancesOf(this.state, accountIdOf(linkId)).map((row) => ({
          currency: row.asset,
          available: formatMoneyTrimmed(row.available),
          locked: formatMoneyTrimmed(row.locked),
          total: formatMoneyTrimmed(row.total),
        }));
        return payload({ balances: rows });
      }
      case 'cancel_order':
        return this.#cancel(linkId, intent.orderId);
      case 'place_limit_order':
      case 'read_account':
      case 'read_fees':
      case 'read_open_orders':
      case 'read_user_trades':
        // The pipeline does not ask for these.
        return refused(400, '0301');
    }
  }

  #place(linkId: string, order: VenueIntent & { readonly kind: 'place_market_buy' }): WireAnswer {
    const { time, draws, swarm } = this.#needs;
    const { orderId: originId } = order;
    if (time.nowMs < this.#haltedUntilMs.ms) return refused(400, '0410');
    if (this.#isTaken(originId)) return refused(400, '0356');
    const notional = parseMoney(order.notional);
    if (!notional.ok) return refused(400, '0302');
    const available = balancesOf(this.state, accountIdOf(linkId)).find(({ asset }) => asset === quote);
    if ((available?.available ?? 0n) < notional.value) return refused(400, '0379');
    const placed = this.#newOrder(linkId, originId);
    time.note(`exchange accepts ${originId} as ${placed.venueOrderId}`);
    const isLate = this.#strikes('late engine', swarm.exchange.acceptedThenLate, originId);
    const delayMs = isLate
      ? draws.delay(
          'late engine by',
          { meanMs: swarm.exchange.lateMeanMs, maxMs: swarm.exchange.lateMaxMs },
          originId,
        )
      : 0;
    const restsMs = this.#restsMs(placed);
    if (delayMs + restsMs > 0) time.after(delayMs + restsMs, () => this.#execute(placed, notional.value));
    else this.#execute(placed, notional.value);
    return payload({ oid: placed.venueOrderId });
  }

  /** How long the order stays open before it trades; this is no fault, and happens on quiet days too. */
  #restsMs(placed: TrueOrder): number {
    const { time, draws, swarm } = this.#needs;
    const { originId } = placed;
    if (!draws.strikes('rests', swarm.exchange.rests, originId)) return 0;
    placed.status = 'open';
    placed.visibleAtMs = time.nowMs + this.#lagMs(originId);
    return 5_000 + draws.below('rests for', restsMaxMs, originId);
  }

  /** Whether the order is open and has not traded. */
  isResting(originId: string): boolean {
    return this.#ordersOf(originId).some(({ status }) => status === 'open');
  }

  #cancel(linkId: string, originId: string): WireAnswer {
    const { time } = this.#needs;
    this.cancelsAsked.add(originId);
    const open = this.#ordersOf(originId).filter(
      (order) => order.linkId === linkId && order.status === 'open',
    );
    for (const order of open) {
      order.status = 'cancelled';
      order.appliedAtMs = time.nowMs;
      time.note(`exchange cancels ${originId}`);
    }
    return payload(open.map(({ venueOrderId }) => venueOrderId));
  }

  #isTaken(originId: string): boolean {
    const known = this.#ordersOf(originId);
    switch (this.#needs.swarm.exchange.uniqueIds) {
      case 'open':
        return known.some(({ appliedAtMs }) => appliedAtMs === null);
      case 'forever':
        return known.length > 0;
      case 'none':
        return false;
    }
  }

  #newOrder(linkId: string, originId: string): TrueOrder {
    const placed: TrueOrder = {
      linkId,
      originId,
      venueOrderId: this.#mint(),
      appliedAtMs: null,
      visibleAtMs: Number.POSITIVE_INFINITY,
      fills: [],
      status: 'cancelled',
    };
    this.orders.push(placed);
    const others = this.#byOriginId.get(originId);
    if (others === undefined) this.#byOriginId.set(originId, [placed]);
    else others.push(placed);
    return placed;
  }

  #ordersOf(originId: string): readonly TrueOrder[] {
    return this.#byOriginId.get(originId) ?? [];
  }

  #execute(placed: TrueOrder, notional: bigint): void {
    const { time, draws, swarm } = this.#needs;
    const { originId, venueOrderId, linkId } = placed;
    if (placed.appliedAtMs !== null) return;
    const isPartial = this.#strikes('partial', swarm.exchange.partial, originId);
    const percent = isPartial ? BigInt(draws.below(`partial by ${originId}`, 100)) : 1_000n;
    this.#supply((notional * percent) / 100n);
    const fills = this.#buy(accountIdOf(linkId), { originId, notional, venueOrderId });
    placed.fills = fills;
    placed.status = isPartial ? 'cancelled' : 'completed';
    placed.appliedAtMs = time.nowMs;
    placed.visibleAtMs = time.nowMs + this.#lagMs(originId);
    time.note(`exchange executes ${originId}: ${fills.length} fills`);
  }

  #lagMs(originId: string): number {
    const { draws, swarm } = this.#needs;
    const lagMs = this.isQuiet ? 0 : swarm.exchange.readLagMs;
    return Math.round(draws.unit(`lag ${originId}`) * lagMs);
  }

  /** Offers for about `notional` of quote, on two levels; nothing else is offered. */
  #supply(notional: bigint): void {
    const atMs = this.#needs.time.nowMs;
    apply(this.state, { kind: 'cancel_all', atMs, account: maker, book });
    for (const level of [0n, 1n, 2n]) {
      const quantity = (notional * unitsPerWhole) / price / 3n;
      if (quantity < 1n) continue;
      const terms = {
        kind: 'limit',
        price: price + level * 10n * unitsPerWhole,
        quantity,
        timeInForce: 'gtc',
      } as const;
      const orderId = venueOrderIdOf(this.#mint());
      apply(this.state, {
        kind: 'place_order',
        atMs,
        account: maker,
        orderId,
        originId: null,
        book,
        side: 'sell',
        terms,
      });
    }
  }

  #buy(
    account: AccountId,
    order: { readonly originId: string | null; readonly notional: bigint; readonly venueOrderId?: string },
  ): readonly Fill[] {
    const { originId, notional } = order;
    const orderId = venueOrderIdOf(order.venueOrderId ?? this.#mint());
    const terms = { kind: 'market_notional', notional, slippagePpm: null } as const;
    const { nowMs: atMs } = this.#needs.time;
    apply(this.state, { kind: 'place_order', atMs, account, orderId, originId, book, side: 'buy', terms });
    // Newest first in the view; the order in which they happened here.
    return [...fillsOfOrder(this.state, account, orderId)].reverse();
  }

  #listed(linkId: string, originId: string): object[] {
    const { time, swarm } = this.#needs;
    return this.#ordersOf(originId)
      .filter((order) => order.linkId === linkId)
      .filter(({ visibleAtMs, status }) => {
        const age = time.nowMs - visibleAtMs;
        if (status === 'open') return age >= 0;
        return swarm.exchange.listsEnded && age >= 0 && age < listedMs;
      })
      .map((order) => ({ origin_id: originId, oid: order.venueOrderId, status: order.status }));
  }

  #trades(linkId: string, originId: string): WireAnswer {
    const { time, swarm } = this.#needs;
    const known = this.#ordersOf(originId).filter((order) => order.linkId === linkId);
    const rows = known.flatMap(({ fills, visibleAtMs }) =>
      fills.filter((_, row) => time.nowMs >= visibleAtMs + row * this.#rowLagMs()).map(wireFill),
    );
    if (rows.length > 0 || known.length === 0 || !swarm.exchange.saysPending) return payload(rows);
    const isApplied = known.some(({ appliedAtMs }) => appliedAtMs !== null);
    // An order that ended without a trade is not waiting for any.
    if (isApplied && known.every(({ fills }) => fills.length === 0)) return payload([]);
    return refused(400, isApplied ? '0377' : '0378');
  }

  #rowLagMs(): number {
    return this.isQuiet ? 0 : this.#needs.swarm.exchange.rowLagMs;
  }

  #open(account: AccountId, money: { readonly btc: bigint; readonly mxn: bigint }): void {
    apply(this.state, { kind: 'open_account', atMs: 0, account });
    for (const [asset, whole] of [
      [base, money.btc],
      [quote, money.mxn],
    ] as const) {
      this.#minted += 1;
      const fundingId = this.#minted.toString(16).padStart(32, '0');
      const amount = whole * unitsPerWhole;
      if (amount > 0n)
        apply(this.state, { kind: 'fund', atMs: 0, account, asset, amount, fundingId, method: 'practice' });
    }
  }

  #mint(): string {
    this.#minted += 1;
    return this.#minted.toString(36).padStart(16, '0');
  }
}

function wireFill(fill: Fill): object {
  const { trade, fee, receivedAsset, orderId } = fill;
  return {
    tid: trade.tradeId,
    oid: orderId,
    book: trade.book,
    side: 'buy',
    maker_side: 'sell',
    price: formatMoneyTrimmed(trade.price),
    major: formatMoneyTrimmed(trade.quantity),
    minor: formatMoneyTrimmed(-trade.notional),
    fees_amount: formatMoneyTrimmed(fee),
    fees_currency: receivedAsset,
    created_at: formatRowTime(trade.atMs),
  };
}

function payload(value: unknown): WireAnswer {
  return { status: 200, body: JSON.stringify({ success: true, payload: value }) };
}

/** What an exchange should never say aloud, and some do. */
export const canary = 'CANARY-of-a-secret';

function refused(status: number, code: string): WireAnswer {
  const message = `refused for the key ${canary}`;
  return { status, body: JSON.stringify({ success: false, error: { code, message } }) };
}

function html(status: number): WireAnswer {
  return { status, body: '<html><body>please stand by</body></html>' };
}
