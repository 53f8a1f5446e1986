// What a person may do about a held order: have it looked for again, or close it as not bought. Both stay safe.

import { err, ok, type Result } from '@mandato/primitives/result';
import { and, desc, eq } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import { type AttemptRow, attempts, type IntentRow, intents } from '../store/schema/order-schema.ts';
import { applyEvent } from './apply-event.ts';
import type { OrderDeps, PipelineDeps } from './order-deps.ts';
import type { OrderTx } from './order-store.ts';
import { sqlOrderTx } from './sql-order-store.ts';

export interface OrderRef {
  readonly userId: string;
  readonly orderId: string;
}

export type HeldRefusal = 'order_unknown' | 'order_not_held';

/** The person's order of that id, or null when there is none or it is somebody else's. */
export async function ownOrder(db: Db, { userId, orderId }: OrderRef): Promise<IntentRow | null> {
  const [intent] = await db
    .select()
    .from(intents)
    .where(and(eq(intents.orderId, orderId), eq(intents.userId, userId)));
  return intent ?? null;
}

/** From now on the order is looked for as after a lost answer; it is never sent again. */
export async function lookForHeldAgain(
  deps: OrderDeps,
  ref: OrderRef,
): Promise<Result<IntentRow, HeldRefusal>> {
  return deps.db.transaction(async (tx) => {
    const held = await lockHeld(tx, deps, ref);
    if (!held.ok) return held;
    const [attempt] = await tx
      .select()
      .from(attempts)
      .where(eq(attempts.intentId, held.value.intentId))
      .orderBy(desc(attempts.n))
      .limit(1);
    return ok(await lookForHeldAgainIn(sqlOrderTx(tx, deps.jobs), deps, { intent: held.value, attempt }));
  });
}

/** The same in a transaction of any store; `intent` is locked and held, `attempt` its newest one, if any was made. */
export function lookForHeldAgainIn(
  tx: OrderTx,
  deps: PipelineDeps,
  of: { readonly intent: IntentRow; readonly attempt: AttemptRow | undefined },
): Promise<IntentRow> {
  const atMs = deps.wallClock.nowMs();
  // One that was never sent has no nonce that could still arrive; what is not there is soon proven absent.
  const { nonce, journaledAtMs } = of.attempt ?? { nonce: '0', journaledAtMs: atMs };
  const event = { kind: 'looked_for_again', nonce, journaledAtMs, atMs } as const;
  return decide(tx, deps, { intent: of.intent, event, code: 'order_looked_for_again' });
}

/** Ends a held order as not bought, in the transaction that uses the person's proof up; sweeps go on. */
export async function closeHeld(
  tx: Db,
  deps: OrderDeps,
  ref: OrderRef,
): Promise<Result<IntentRow, HeldRefusal>> {
  const held = await lockHeld(tx, deps, ref);
  if (!held.ok) return held;
  return ok(await closeHeldIn(sqlOrderTx(tx, deps.jobs), deps, held.value));
}

/** The same in a transaction of any store; `intent` is locked and held. */
export function closeHeldIn(tx: OrderTx, deps: PipelineDeps, intent: IntentRow): Promise<IntentRow> {
  const event = { kind: 'closed_by_person', atMs: deps.wallClock.nowMs() } as const;
  return decide(tx, deps, { intent, event, code: 'order_closed' });
}

async function lockHeld(tx: Db, deps: OrderDeps, ref: OrderRef): Promise<Result<IntentRow, HeldRefusal>> {
  const own = await ownOrder(tx, ref);
  const locked = own === null ? null : await sqlOrderTx(tx, deps.jobs).lockIntent(own.intentId);
  if (locked === null) return err('order_unknown');
  return locked.state.kind === 'held' ? ok(locked) : err('order_not_held');
}

async function decide(
  order: OrderTx,
  deps: PipelineDeps,
  of: {
    readonly intent: IntentRow;
    readonly event: Parameters<typeof applyEvent>[2]['event'];
    readonly code: 'order_looked_for_again' | 'order_closed';
  },
): Promise<IntentRow> {
  const { intent, event, code } = of;
  await order.recordActivity({
    userId: intent.userId,
    atMs: deps.marketClock.nowMs(),
    code,
    details: { book: intent.book, base: intent.base, quote: intent.quote },
    planId: intent.planId,
    orderId: intent.orderId,
    linkId: intent.linkId,
  });
  const after = await applyEvent(order, deps, { intent, event });
  await order.wakeOthers();
  return after;
}
