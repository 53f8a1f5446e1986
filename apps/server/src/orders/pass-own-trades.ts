// Once a day looks through each account's own trades for orders of ours that nothing else has noticed, and books them.

import { isOrderId } from '@mandato/invest-core/order/order-id';
import { isTerminalKind } from '@mandato/invest-core/order/order-state';
import type { OwnTrade } from '@mandato/invest-core/venue/venue';
import type { LinkedVenue } from '../links/venue-for-link.ts';
import type { OwnTradePassRow } from '../store/schema/order-schema.ts';
import type { PipelineDeps } from './order-deps.ts';
import type { OwnTradeStore } from './own-trade-store.ts';
import { readOrder } from './read-order.ts';
import { recordSeen } from './record-seen.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** While one process looks, no other does; one that dies on the way is followed after this long. */
const claimMs = 15 * 60_000;

/** A long history is read in parts, so that orders find calls of the same key left in every minute. */
const pagesPerPass = 10;
const partPauseMs = 60_000;

/** A page that could not be read, or a trade that is still being worked on, is looked at again after an hour. */
const retryMs = hourMs;

/** Younger trades wait for the next pass: their rows may still be written in another order than they are numbered. */
const settledAfterMs = hourMs;

const passesAtOnce = 20;

/**
 * Makes the passes that are due; answers how many trades were booked that nothing else had found. This is the last
 * look of the late-order sweeper (reliability 3.3): it needs no row that says what to look for.
 */
export async function passOwnTrades(deps: PipelineDeps, store: OwnTradeStore): Promise<number> {
  let found = 0;
  for (const pass of await store.passesDue(deps.wallClock.nowMs(), passesAtOnce)) {
    if (await store.claimPass(pass, deps.wallClock.nowMs() + claimMs))
      found += await passOne(deps, store, pass);
  }
  return found;
}

async function passOne(deps: PipelineDeps, store: OwnTradeStore, pass: OwnTradePassRow): Promise<number> {
  let { afterTradeId } = pass;
  let found = 0;
  const rest = async (pauseMs: number) => {
    await store.movePass(pass, { afterTradeId, nextAtMs: deps.wallClock.nowMs() + pauseMs });
    return found;
  };
  const link = await deps.venueFor(pass.linkId);
  // Without the key nobody can look any more, unless it comes back.
  if (link === null) return rest(dayMs);
  for (let page = 0; page < pagesPerPass; page += 1) {
    const read = await link.venue.readOwnTrades({ book: pass.book, afterTradeId }, deps.nextNonce());
    if (read.kind === 'unread') return rest(retryMs);
    if (read.value.length === 0) return rest(dayMs);
    const looked = await lookThrough({ deps, store, link }, read.value);
    afterTradeId = looked.afterTradeId ?? afterTradeId;
    found += looked.found;
    if (looked.isHeldUp) return rest(retryMs);
  }
  return rest(partPauseMs);
}

interface Looking {
  readonly deps: PipelineDeps;
  readonly store: OwnTradeStore;
  readonly link: LinkedVenue;
}

interface Looked {
  /** The last trade that needs no other look; null when it is none of these. */
  readonly afterTradeId: string | null;
  /** Whether one of them does need another. */
  readonly isHeldUp: boolean;
  readonly found: number;
}

async function lookThrough(looking: Looking, trades: readonly OwnTrade[]): Promise<Looked> {
  const { deps, store, link } = looking;
  const ours = trades.filter(({ orderId }) => orderId !== null && isOrderId(orderId));
  const known = await store.knownTrades(link.linkId, ours);
  let afterTradeId: string | null = null;
  let found = 0;
  for (const { tradeId, orderId, atMs } of trades) {
    if (atMs > deps.marketClock.nowMs() - settledAfterMs) return { afterTradeId, isHeldUp: true, found };
    if (orderId !== null && isOrderId(orderId) && !known.booked.has(tradeId)) {
      const order = known.orders.get(orderId);
      if (order === undefined) {
        deps.logger.warn(
          { linkId: link.linkId, tradeId, orderId },
          'a trade has our mark and no order of ours',
        );
      } else {
        // One that has not come to rest books its own trades.
        const isBooked = isTerminalKind(order.stateKind) && (await book(looking, order.intentId, orderId));
        if (!isBooked) return { afterTradeId, isHeldUp: true, found };
        found += 1;
      }
    }
    afterTradeId = tradeId;
  }
  return { afterTradeId, isHeldUp: false, found };
}

/** False when the order's trades could not be read. */
async function book({ deps, link }: Looking, intentId: string, orderId: string): Promise<boolean> {
  const seen = await readOrder(deps, link.venue, orderId);
  if (seen.fills.length === 0) return false;
  const { linkId } = link;
  await recordSeen(deps, { intentId, linkId, orderId, seen, isUnlisted: false });
  deps.logger.warn(
    { linkId, intentId, orderId },
    'the daily pass found trades that nothing else had noticed',
  );
  return true;
}
