// An account of the house: it is funded from outside like any other, and refilled before it runs dry.

import type { OrderTerms } from '@mandato/exchange-core/engine/command';
import type { AccountId, BookId, Side } from '@mandato/exchange-core/ids';
import { accountIdOf } from '@mandato/exchange-core/ids';
import { mintOrderId } from '@mandato/exchange-core/mint-order-id';
import { balancesOf, hasAccount } from '@mandato/exchange-core/view/account-view';
import { type OrderView, openOrdersOf } from '@mandato/exchange-core/view/order-view';
import type { Asset } from '@mandato/primitives/money';
import type { MarketPort } from './market-port.ts';

/** One order as the house wishes it. */
export interface HouseOrder {
  readonly book: BookId;
  readonly side: Side;
  readonly terms: OrderTerms;
}

// Whole units (10^8 × 10^-8) given at once, far more than the house's orders ever hold together.
const refill = 10_000_000n * 100_000_000n;
const lowWater = refill / 10n;

/** The house account called `house-<name>`, opened and funded when that has not happened yet. */
export async function openHouseAccount(port: MarketPort, name: string): Promise<HouseAccount> {
  const id = accountIdOf(`house-${name}`);
  if (!hasAccount(port.exchange, id)) {
    await port.submit({ kind: 'open_account', atMs: port.clock.nowMs(), account: id });
  }
  const account = new HouseAccount(port, id);
  await account.refill();
  return account;
}

export class HouseAccount {
  readonly id: AccountId;
  readonly #port: MarketPort;

  constructor(port: MarketPort, id: AccountId) {
    this.#port = port;
    this.id = id;
  }

  /** Its active orders in a book. */
  openOrders(book: BookId): readonly OrderView[] {
    return openOrdersOf(this.#port.exchange, this.id, { book, limit: 500 });
  }

  /** Places an order; applied at once, resolved when durable, with the exchange's code when refused. */
  place(order: HouseOrder): Promise<string | null> {
    return this.#ask({
      kind: 'place_order',
      atMs: this.#port.clock.nowMs(),
      account: this.id,
      orderId: mintOrderId(this.#port.ids, this.#port.exchange.orders.entered),
      originId: null,
      ...order,
    });
  }

  /** Cancels one order. */
  cancel(order: OrderView): Promise<string | null> {
    const { orderId } = order;
    return this.#ask({
      kind: 'cancel_order',
      atMs: this.#port.clock.nowMs(),
      account: this.id,
      orderId,
    });
  }

  /** Cancels everything it has in a book. */
  cancelAll(book: BookId): Promise<string | null> {
    return this.#ask({ kind: 'cancel_all', atMs: this.#port.clock.nowMs(), account: this.id, book });
  }

  /** Brings every asset that ran low back up; returns the number of fundings. */
  async refill(): Promise<number> {
    const low = balancesOf(this.#port.exchange, this.id).filter((balance) => balance.available < lowWater);
    await Promise.all(low.map((balance) => this.#fund(balance.asset)));
    return low.length;
  }

  #fund(asset: Asset): Promise<string | null> {
    return this.#ask({
      kind: 'fund',
      atMs: this.#port.clock.nowMs(),
      account: this.id,
      asset,
      amount: refill,
      fundingId: this.#port.ids.hex(32),
      method: 'house',
    });
  }

  async #ask(command: Parameters<MarketPort['submit']>[0]): Promise<string | null> {
    const answer = await this.#port.submit(command);
    return answer.ok ? null : answer.error;
  }
}
