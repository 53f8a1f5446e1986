// Ends a link: its plans first, then its own open orders, and only then the key, which is needed until all is known.

import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Result } from '@mandato/primitives/result';
import { and, count, eq, ne, notInArray } from 'drizzle-orm';
import { recordActivity } from '../activity/record-activity.ts';
import { stopPlansOfLink } from '../plans/halt-plans.ts';
import type { StepUpError } from '../step-up/step-up.ts';
import type { StepUp } from '../step-up/step-up-of-call.ts';
import type { Db } from '../store/database.ts';
import { links } from '../store/schema/link-schema.ts';
import { intents } from '../store/schema/order-schema.ts';
import { plans } from '../store/schema/plan-schema.ts';
import type { LinkNeeds } from './link-exchange.ts';
import type { NonceSource } from './nonce-source.ts';
import { ownLink } from './own-link.ts';
import type { VenuesOfLinks } from './venue-for-link.ts';

/** Why a link stays, in order of precedence. */
export type UnlinkError =
  | 'link_unknown'
  | StepUpError
  | 'step_up_needed'
  /** What became of an order is not known yet; its plans have ended all the same. */
  | 'link_orders_open'
  | 'signer_unavailable';

export interface UnlinkNeeds extends LinkNeeds {
  readonly venues: VenuesOfLinks;
  readonly nextNonce: NonceSource;
}

/** What was ended with the link. */
export interface Unlinked {
  readonly linkId: string;
  readonly plansStopped: number;
  readonly ordersCancelled: number;
}

type LinkRow = typeof links.$inferSelect;

/** How long a removal waits for orders to come to rest, and how often it looks. */
const settleMaxMs = 10_000;
const settleLookMs = 200;

export async function unlinkExchange(
  needs: UnlinkNeeds,
  of: { readonly userId: string; readonly linkId: string; readonly stepUp: StepUp },
): Promise<Result<Unlinked, UnlinkError>> {
  const link = await ownLink(needs.db, of);
  if (link === null) return err('link_unknown');
  const granted = await of.stepUp.grant();
  if (!granted.ok) return granted;
  const { linkId } = link;
  const plansStopped = await needs.db.transaction(async (tx) => {
    if (!(await of.stepUp.consume(tx))) return null;
    return stopPlansOfLink(tx, { linkId, atMs: needs.market.nowMs() }, 'link_removed');
  });
  if (plansStopped === null) return err('step_up_needed');
  // Nothing new is recorded from here on: what is under way now is all there will be.
  const ordersCancelled = await cancelOpenOrders(needs, linkId);
  if (!(await comeToRest(needs.db, linkId))) return err('link_orders_open');
  try {
    await needs.signer.forget(link.credentialId);
  } catch {
    return err('signer_unavailable');
  }
  await removeRow(needs, { link, plansStopped, ordersCancelled });
  return ok({ linkId, plansStopped, ordersCancelled });
}

/** What removing the link would end; null when it is not this person's. */
export async function beforeUnlink(
  db: Db,
  of: { readonly userId: string; readonly linkId: string },
): Promise<{ readonly plans: number; readonly openOrders: number } | null> {
  if ((await ownLink(db, of)) === null) return null;
  const [going] = await db
    .select({ count: count() })
    .from(plans)
    .where(and(eq(plans.linkId, of.linkId), ne(plans.stateKind, 'stopped')));
  return { plans: going?.count ?? 0, openOrders: (await openOrders(db, of.linkId)).length };
}

/** Asks the exchange to cancel each; one that is done or was never there is no matter. */
async function cancelOpenOrders(needs: UnlinkNeeds, linkId: string): Promise<number> {
  const open = await openOrders(needs.db, linkId);
  const linked = open.length === 0 ? null : await needs.venues.venueFor(linkId);
  if (linked === null) return 0;
  let cancelled = 0;
  for (const { orderId } of open) {
    const outcome = await linked.venue.cancelOrder(orderId, needs.nextNonce());
    if (outcome.kind === 'read' && outcome.value.cancelled) cancelled += 1;
  }
  return cancelled;
}

/** Whether every order has ended, booked with all its trades, within the time that a person waits. */
async function comeToRest(db: Db, linkId: string): Promise<boolean> {
  for (let waitedMs = 0; waitedMs <= settleMaxMs; waitedMs += settleLookMs) {
    if ((await openOrders(db, linkId)).length === 0) return true;
    await sleep(settleLookMs);
  }
  return false;
}

function openOrders(db: Db, linkId: string) {
  return db
    .select({ orderId: intents.orderId })
    .from(intents)
    .where(
      and(eq(intents.linkId, linkId), notInArray(intents.stateKind, ['done', 'skipped', 'held', 'late'])),
    );
}

async function removeRow(
  needs: UnlinkNeeds,
  of: { readonly link: LinkRow; readonly plansStopped: number; readonly ordersCancelled: number },
): Promise<void> {
  const { linkId, userId, exchange, name, keyHint } = of.link;
  const details = { exchange, name, keyHint, plans: `${of.plansStopped}`, orders: `${of.ordersCancelled}` };
  await needs.db.transaction(async (tx) => {
    await tx.delete(links).where(eq(links.linkId, linkId));
    await recordActivity(tx, { userId, atMs: needs.wall.nowMs(), code: 'link_removed', details, linkId });
  });
}
