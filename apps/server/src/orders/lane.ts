// The one-at-a-time queue of a credential: at most one state-changing call in flight, whoever runs it.

import { and, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import { lanes } from '../store/schema/order-schema.ts';
import { leaseMs } from './apply-event.ts';

export interface LaneClaim {
  readonly epoch: number;
  /** The nonce to sign with: the offered one, or one above the highest ever journaled for this credential. */
  readonly nonce: string;
}

/** Who asks for a lane, and with which nonce. */
export interface LaneRequest {
  readonly intentId: string;
  readonly owner: string;
  readonly nonce: string;
  readonly nowMs: number;
}

/** Takes the lane of `linkId` until this or a later transaction leaves it; null when it is taken. */
export async function claimLane(tx: Db, linkId: string, by: LaneRequest): Promise<LaneClaim | null> {
  const offered = BigInt(by.nonce);
  await tx.insert(lanes).values({ linkId, epoch: 0, leaseUntilMs: 0, nonceHigh: 0n }).onConflictDoNothing();
  const [lane] = await tx
    .update(lanes)
    .set({
      epoch: sql`${lanes.epoch} + 1`,
      holderIntentId: by.intentId,
      owner: by.owner,
      leaseUntilMs: by.nowMs + leaseMs,
      nonceHigh: sql`greatest(${lanes.nonceHigh} + 1, ${offered})`,
    })
    .where(and(eq(lanes.linkId, linkId), or(isNull(lanes.holderIntentId), lte(lanes.leaseUntilMs, by.nowMs))))
    .returning();
  return lane === undefined ? null : { epoch: lane.epoch, nonce: lane.nonceHigh.toString() };
}

/** Leaves the lane if `intentId` still holds it. */
export async function leaveLane(tx: Db, linkId: string, intentId: string): Promise<void> {
  await tx
    .update(lanes)
    .set({ holderIntentId: null, owner: null, leaseUntilMs: 0 })
    .where(and(eq(lanes.linkId, linkId), eq(lanes.holderIntentId, intentId)));
}

/** Lets calls of one key through one after the other, within this process. */
export class TurnTaker {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs `work` when everything asked before for `key` has ended. */
  async inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => undefined);
    this.#last.set(key, settled);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === settled) this.#last.delete(key);
    }
  }
}
