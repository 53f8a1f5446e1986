// A small exchange for tests: round numbers, two traders with money, short ways to ask for things.

import type { Result } from '@mandato/primitives/result';
import type { BookSpec } from '../book-spec.ts';
import {
  type AccountId,
  accountIdOf,
  assetOf,
  bookIdOf,
  type Side,
  type VenueOrderId,
  venueOrderIdOf,
} from '../ids.ts';
import { apply } from './apply.ts';
import type { EngineCommand, EngineRefusal, OrderTerms } from './command.ts';
import type { EngineEvent } from './event.ts';
import { createExchangeState, type ExchangeState } from './state.ts';

export const one = 100_000_000n;
export const btc = assetOf('btc');
export const mxn = assetOf('mxn');
export const testBook = bookIdOf('btc_mxn');

/** Ticks of 10, prices 100 to 100,000, one order of 0.001 to 50 and 10 to 1,000,000 in value. */
export const testSpec: BookSpec = {
  id: testBook,
  base: btc,
  quote: mxn,
  tickSize: 10n * one,
  priceMin: 100n * one,
  priceMax: 100_000n * one,
  quantityMin: one / 1000n,
  quantityMax: 50n * one,
  notionalMin: 10n * one,
  notionalMax: 1_000_000n * one,
  feeTiers: [
    { volumeMax: 20_000n * one, makerPpm: 6_000, takerPpm: 7_800 },
    { volumeMax: null, makerPpm: 1_000, takerPpm: 1_300 },
  ],
};

export interface TestExchange {
  readonly state: ExchangeState;
  readonly ask: (command: EngineCommand) => Result<readonly EngineEvent[], EngineRefusal>;
  readonly open: (name: string, money: { readonly btc: bigint; readonly mxn: bigint }) => AccountId;
  /** Places an order and answers its id, or the refusal. */
  readonly place: (order: {
    readonly by: AccountId;
    readonly side: Side;
    readonly terms: OrderTerms;
    readonly originId?: string;
    readonly atMs?: number;
  }) => Result<VenueOrderId, EngineRefusal>;
}

export function createTestExchange(specs: readonly BookSpec[] = [testSpec]): TestExchange {
  const state = createExchangeState(specs);
  let minted = 0;
  function ask(command: EngineCommand): Result<readonly EngineEvent[], EngineRefusal> {
    return apply(state, command);
  }
  return {
    state,
    ask,
    open(name, money) {
      const account = accountIdOf(name);
      ask({ kind: 'open_account', atMs: 0, account });
      for (const [asset, amount] of [
        [btc, money.btc],
        [mxn, money.mxn],
      ] as const) {
        minted += 1;
        const fundingId = minted.toString(16).padStart(32, '0');
        if (amount > 0n)
          ask({ kind: 'fund', atMs: 0, account, asset, amount, fundingId, method: 'practice' });
      }
      return account;
    },
    place({ by, side, terms, originId = null, atMs = 1 }) {
      minted += 1;
      const orderId = venueOrderIdOf(minted.toString(36).padStart(16, '0'));
      const placed = ask({
        kind: 'place_order',
        atMs,
        account: by,
        orderId,
        originId,
        book: testBook,
        side,
        terms,
      });
      return placed.ok ? { ok: true, value: orderId } : placed;
    },
  };
}

export function limit(
  price: bigint,
  quantity: bigint,
  timeInForce: 'gtc' | 'ioc' | 'fok' | 'postonly' = 'gtc',
): OrderTerms {
  return { kind: 'limit', price: price * one, quantity, timeInForce };
}

export function marketQuantity(quantity: bigint, slippagePpm: number | null = null): OrderTerms {
  return { kind: 'market_quantity', quantity, slippagePpm };
}

export function marketNotional(notional: bigint, slippagePpm: number | null = null): OrderTerms {
  return { kind: 'market_notional', notional, slippagePpm };
}
