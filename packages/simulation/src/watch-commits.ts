// The invariants that must hold at every single commit, looked at from beside the pipeline.

import { isTerminal } from '@mandato/invest-core/order/order-state';
import type { ActivityLine } from '@mandato/server/activity/record-activity';
import type { OrderTx } from '@mandato/server/orders/order-store';
import type { IntentRow } from '@mandato/server/store/schema/order-schema';
import type { Findings } from './findings.ts';
import { isStoppedIn } from './memory-order-store.ts';
import type { MemoryTables } from './memory-tables.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface CommitWatchNeeds {
  readonly time: VirtualTime;
  readonly tables: MemoryTables;
  readonly findings: Findings;
  /** Since when quotes have been such that nobody may buy; null while they are fine. */
  readonly redSinceMs: () => number | null;
}

/** An order on its way, and the process that waits for its answer. */
export interface Placement {
  readonly linkId: string;
  readonly orderId: string;
  readonly asker: string;
}

/** Whose transaction it is: a process, and the person who asked it, if one did. */
export interface Actor {
  readonly owner: string;
  readonly userId: string | null;
}

/** The intent that an order id is made of. */
export function intentIdOf(orderId: string): string {
  return orderId.slice(0, orderId.lastIndexOf('-'));
}

/** A look at the market may be this old when its order is recorded: a read, a slow commit, a paused process. */
const lookAgeMaxMs = 240_000;

/** No request leaves later than this after its journal entry. */
const sendMaxMs = 2_000;

export class CommitWatch {
  /** When each order id was journaled. */
  readonly journaledAtMs = new Map<string, number>();
  /** When each intent was found to be accepted. */
  readonly acknowledgedAtMs = new Map<string, number>();
  readonly #needs: CommitWatchNeeds;
  readonly #flying = new Map<string, { readonly orderId: string; readonly asker: string }>();
  readonly #lastNonce = new Map<string, bigint>();
  readonly #told = new Set<string>();
  readonly #recorded = new Set<string>();

  constructor(needs: CommitWatchNeeds) {
    this.#needs = needs;
  }

  /** `tx` as `by` uses it; `after` hears of what to look at once it has committed. */
  watched(tx: OrderTx, { owner, userId }: Actor, after: (look: () => void) => void): OrderTx {
    const { tables } = this.#needs;
    return {
      ...tx,
      insertIntent: async (intent) => {
        const inserted = await tx.insertIntent(intent);
        if (inserted !== null) after(() => this.#onRecorded(inserted));
        return inserted;
      },
      updateIntent: async (intent, from) => {
        const before = tables.intents.get(intent.intentId);
        const isWritten = await tx.updateIntent(intent, from);
        if (isWritten && before !== undefined) after(() => this.#onMoved(before, intent, owner));
        return isWritten;
      },
      insertAttempt: async (attempt) => {
        await tx.insertAttempt(attempt);
        after(() => this.#onJournaled(attempt));
      },
      recordActivity: async (line) => {
        const before = tables.trail.size;
        await tx.recordActivity(line);
        if (tables.trail.size > before) after(() => this.#onTold(line));
      },
      insertPlan: async (plan) => {
        await tx.insertPlan(plan);
        this.#expectOwn(userId, plan.planId);
      },
      setPlanState: async (planId, state, nextSlotAtMs) => {
        await tx.setPlanState(planId, state, nextSlotAtMs);
        this.#expectOwn(userId, planId);
      },
      insertFills: async (rows) => {
        const fresh = await tx.insertFills(rows);
        for (const { intentId, planId, tradeId } of fresh) {
          const isOwn = tables.intents.get(intentId)?.planId === planId;
          this.#needs.findings.expect(isOwn, 'V12', `${tradeId} is booked to somebody else's plan`);
        }
        return fresh;
      },
      addToPlan: async (planId, change) => {
        await tx.addToPlan(planId, change);
        after(() => this.#onSpent(planId));
      },
    };
  }

  /** Calls of a process that is gone are over: nobody waits for them, and its sockets are closed. */
  onDeath(asker: string): void {
    for (const [linkId, flight] of this.#flying) if (flight.asker === asker) this.#flying.delete(linkId);
  }

  /** A placement leaves its process, or is over. */
  onPlacement(phase: 'leaves' | 'ends', { linkId, orderId, asker }: Placement): void {
    const { time, findings } = this.#needs;
    if (phase === 'ends') {
      if (this.#flying.get(linkId)?.orderId === orderId) this.#flying.delete(linkId);
      return;
    }
    time.note(`sends ${orderId}`);
    const other = this.#flying.get(linkId);
    findings.expect(other === undefined, 'V9', `${orderId} leaves while ${other?.orderId} is in flight`);
    this.#flying.set(linkId, { orderId, asker });
    findings.expect(this.#told.has(intentIdOf(orderId)), 'V14', `${orderId} leaves without an audit record`);
    const journaledAtMs = this.journaledAtMs.get(orderId);
    if (journaledAtMs === undefined) findings.add('V6', `${orderId} leaves before it was journaled`);
    else {
      const isSoon = time.nowMs - journaledAtMs <= sendMaxMs;
      findings.expect(isSoon, 'V6', `${orderId} leaves ${time.nowMs - journaledAtMs} ms after its journal`);
    }
  }

  /** After the power was lost: everything that was answered as committed is still there. */
  onPowerBack(): void {
    const { tables, findings } = this.#needs;
    for (const orderId of this.journaledAtMs.keys())
      findings.expect(tables.attempts.has(orderId), 'V20', `the journal entry of ${orderId} is lost`);
    for (const intentId of this.#recorded)
      findings.expect(tables.intents.has(intentId), 'V20', `the row of ${intentId} is lost`);
  }

  #onTold({ code, orderId, userId, planId }: ActivityLine): void {
    const { tables, findings } = this.#needs;
    if (code === 'order_recorded' && typeof orderId === 'string') this.#told.add(intentIdOf(orderId));
    const plan = typeof planId === 'string' ? tables.plans.get(planId) : undefined;
    const isOwn = plan === undefined || plan.userId === userId;
    findings.expect(isOwn, 'V12', `${code} of ${planId} is told to ${userId}`);
  }

  #expectOwn(userId: string | null, planId: string): void {
    const { tables, findings } = this.#needs;
    const isOwn = userId === null || tables.plans.get(planId)?.userId === userId;
    findings.expect(isOwn, 'V12', `${userId} changed ${planId}, which is somebody else's`);
  }

  #onRecorded(intent: IntentRow): void {
    const { time, findings, redSinceMs, tables } = this.#needs;
    this.#recorded.add(intent.intentId);
    const plan = tables.plans.get(intent.planId);
    const isOwn = plan?.userId === intent.userId && plan.linkId === intent.linkId;
    findings.expect(isOwn, 'V12', `${intent.intentId} is not of its plan's owner`);
    time.note(`records ${intent.intentId} ${intent.slotKey} as ${intent.stateKind} ${intent.reason ?? ''}`);
    const redSince = redSinceMs();
    const isRed = redSince !== null && time.nowMs - redSince > lookAgeMaxMs;
    findings.expect(!(isRed && intent.stateKind === 'recorded'), 'V11', `${intent.intentId} bought on red`);
  }

  #onMoved(before: IntentRow, after: IntentRow, owner: string): void {
    const { time, findings, tables } = this.#needs;
    const { intentId, state } = after;
    if (before.stateKind !== state.kind)
      time.note(`${intentId} ${before.stateKind} -> ${state.kind} ${after.reason ?? ''}`);
    if (state.kind === 'acknowledged' && before.stateKind !== 'acknowledged')
      this.acknowledgedAtMs.set(intentId, time.nowMs);
    const isForeign = before.stateKind === 'submitting' && before.owner !== owner;
    const isLoss = state.kind === 'being_confirmed';
    findings.expect(!isForeign || isLoss, 'V10', `${intentId} moved by one who was not sending it`);
    const isUnproven =
      before.stateKind === 'being_confirmed' &&
      state.kind === 'skipped' &&
      state.reason.kind !== 'proven_absent';
    findings.expect(!isUnproven, 'V19', `${intentId} called failed while its outcome was unknown`);
    this.#expectCovered(intentId);
    const hasFills = (tables.fillsByIntent.get(intentId) ?? []).length > 0;
    findings.expect(state.kind !== 'done' || hasFills, 'V19', `${intentId} called bought without a trade`);
  }

  /** Whatever an order under way may still spend is set aside. */
  #expectCovered(intentId: string): void {
    const { tables, findings } = this.#needs;
    const intent = tables.intents.get(intentId);
    const left = tables.reservations.get(intentId)?.left;
    if (intent === undefined || left === undefined || isTerminal(intent.state)) return;
    const isCovered = left + intent.spent >= intent.notional;
    findings.expect(isCovered, 'V4', `${intentId} is ${intent.stateKind} with only ${left} set aside`);
  }

  #onJournaled({
    orderId,
    linkId,
    nonce,
  }: {
    readonly orderId: string;
    readonly linkId: string;
    readonly nonce: string;
  }): void {
    const { time, findings, tables } = this.#needs;
    time.note(`journals ${orderId}`);
    this.journaledAtMs.set(orderId, time.nowMs);
    const plan = tables.plans.get(tables.intents.get(intentIdOf(orderId))?.planId ?? '');
    const isStopped = plan !== undefined && isStoppedIn(tables, plan);
    findings.expect(!isStopped, 'V6', `${orderId} journaled after a stop of it`);
    findings.expect(plan?.stateKind === 'active', 'V6', `${orderId} journaled for a plan that is not active`);
    const last = this.#lastNonce.get(linkId) ?? 0n;
    findings.expect(BigInt(nonce) > last, 'V9', `${orderId} journaled with a nonce not above the last`);
    this.#lastNonce.set(linkId, BigInt(nonce));
  }

  #onSpent(planId: string): void {
    const { tables, findings } = this.#needs;
    const plan = tables.plans.get(planId);
    if (plan === undefined) return;
    const isWithin = plan.budgetMax === null || plan.spent + plan.reserved <= plan.budgetMax;
    findings.expect(isWithin, 'V4', `${planId} spent and reserved above its budget`);
    let left = 0n;
    for (const keeping of [tables.waitingIntents, tables.heldIntents])
      for (const intentId of keeping.keys()) {
        const reservation = tables.reservations.get(intentId);
        if (reservation?.planId === planId) left += reservation.left;
      }
    findings.expect(
      plan.reserved === left,
      'V4',
      `${planId} has ${plan.reserved} set aside for orders of ${left}`,
    );
  }
}
