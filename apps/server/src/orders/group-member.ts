// One order's part of a shared transaction: it reads through the group, and what it writes is kept until all have read.

import { createHash } from 'node:crypto';
import { type ActivityLine, trailLineOf } from '../activity/record-activity.ts';
import { canonicalJson } from '../audit/canonical-json.ts';
import type { TrailLine } from '../audit/trail-entry.ts';
import type { FillRow, IntentRow, LedgerRow, ReservationRow } from '../store/schema/order-schema.ts';
import type { PlanRow } from '../store/schema/plan-schema.ts';
import { leaseMs } from './apply-event.ts';
import type { GroupReads, LaneRow } from './group-reads.ts';
import type { NewAttempt, OrderTx, PlanChange } from './order-store.ts';

/** Thrown where a transaction does what cannot be shared; it is then done again in a transaction of its own. */
export class NeedsOwnTransaction extends Error {}

type AttemptChange = Parameters<OrderTx['updateAttempt']>[1];

/** A row as this member sees it, and the state that the database has it in; null for one that is new. */
export interface IntentImage {
  row: IntentRow;
  readonly from: IntentRow['stateKind'] | null;
  isChanged: boolean;
}

export interface PlanWrite {
  readonly spent: bigint;
  readonly reserved: bigint;
  readonly bought: bigint;
  readonly ordersDone: number;
  readonly mark: Parameters<OrderTx['markAnswered']>[1] | null;
}

/** What one member wants written, in no order that matters. */
export interface MemberWrites {
  readonly intents: Map<string, IntentImage>;
  readonly plans: Map<string, PlanWrite>;
  readonly reservations: ReservationRow[];
  readonly reservationsLeft: Map<string, bigint>;
  readonly attempts: NewAttempt[];
  readonly attemptChanges: Map<string, AttemptChange>;
  readonly sweeps: Map<string, number>;
  readonly fills: FillRow[];
  readonly ledger: LedgerRow[];
  readonly lanes: Map<string, LaneRow>;
  readonly lanesLeft: Map<string, string>;
  readonly activities: ActivityLine[];
  readonly trail: TrailLine[];
  isWaking: boolean;
}

/** The verbs of one member, and what they want written once its work is done. */
export function groupMember(reads: GroupReads): { readonly tx: OrderTx; readonly writes: MemberWrites } {
  const writes: MemberWrites = {
    intents: new Map(),
    plans: new Map(),
    reservations: [],
    reservationsLeft: new Map(),
    attempts: [],
    attemptChanges: new Map(),
    sweeps: new Map(),
    fills: [],
    ledger: [],
    lanes: new Map(),
    lanesLeft: new Map(),
    activities: [],
    trail: [],
    isWaking: false,
  };
  const tx: OrderTx = {
    ...unshared,
    ...intentVerbs(reads, writes),
    ...planVerbs(reads, writes),
    ...reservationVerbs(reads, writes),
    ...attemptVerbs(writes),
    ...fillVerbs(reads, writes),
    ...laneVerbs(reads, writes),
    readKillSwitch: (of) => reads.killSwitch(of),
    recordActivity: async (line) => {
      writes.trail.push(trailLineOf(line));
      writes.activities.push(line);
    },
    wakeOthers: async () => {
      writes.isWaking = true;
    },
  };
  return { tx, writes };
}

async function ownTransaction(): Promise<never> {
  throw new NeedsOwnTransaction();
}

/** What people and rare events ask for. */
const unshared = {
  findIntentOfSlot: ownTransaction,
  hasOpenIntent: ownTransaction,
  lockOwnPlan: ownTransaction,
  insertPlan: ownTransaction,
  setPlanState: ownTransaction,
  pauseActivePlan: ownTransaction,
  stopPlan: ownTransaction,
};

type IntentVerbs = Pick<OrderTx, 'lockIntent' | 'insertIntent' | 'updateIntent' | 'setIntentTotals'>;

function intentVerbs(reads: GroupReads, { intents }: MemberWrites): IntentVerbs {
  const imageOf = (intentId: string): IntentImage => {
    const image = intents.get(intentId);
    if (image === undefined) throw new NeedsOwnTransaction();
    return image;
  };
  return {
    async lockIntent(intentId) {
      const known = intents.get(intentId);
      if (known !== undefined) return known.row;
      const row = await reads.intent(intentId);
      if (row === undefined) return null;
      intents.set(intentId, { row, from: row.stateKind, isChanged: false });
      return row;
    },
    async insertIntent(intent) {
      const { intentId } = intent;
      // The plan is locked by whoever inserts, so that nobody else does meanwhile.
      if (intents.has(intentId) || (await reads.intent(intentId)) !== undefined) return null;
      intents.set(intentId, { row: intent, from: null, isChanged: true });
      return intent;
    },
    async updateIntent(intent, from) {
      const image = imageOf(intent.intentId);
      if (image.row.stateKind !== from) return false;
      image.row = intent;
      image.isChanged = true;
      return true;
    },
    async setIntentTotals(intentId, { spent, bought }) {
      const image = imageOf(intentId);
      image.row = { ...image.row, spent, bought };
      image.isChanged = true;
    },
  };
}

type PlanVerbs = Pick<OrderTx, 'lockPlan' | 'readPlan' | 'addToPlan' | 'markAnswered'>;

function planVerbs(reads: GroupReads, { plans }: MemberWrites): PlanVerbs {
  const unchanged = async (planId: string, read: (planId: string) => Promise<PlanRow | undefined>) => {
    if (plans.has(planId)) throw new NeedsOwnTransaction();
    return (await read(planId)) ?? null;
  };
  const change = (planId: string, added: PlanChange, mark: PlanWrite['mark']): void => {
    const before = plans.get(planId);
    plans.set(planId, {
      spent: (before?.spent ?? 0n) + (added.spent ?? 0n),
      reserved: (before?.reserved ?? 0n) + (added.reserved ?? 0n),
      bought: (before?.bought ?? 0n) + (added.bought ?? 0n),
      ordersDone: (before?.ordersDone ?? 0) + (added.ordersDone ?? 0),
      mark: mark ?? before?.mark ?? null,
    });
  };
  return {
    lockPlan: (planId) => unchanged(planId, reads.planToChange),
    readPlan: (planId) => unchanged(planId, reads.planToRead),
    addToPlan: async (planId, added) => change(planId, added, null),
    markAnswered: async (planId, mark) => change(planId, {}, mark),
  };
}

type ReservationVerbs = Pick<
  OrderTx,
  'insertReservation' | 'lockReservation' | 'setReservationLeft' | 'promisedOnLink'
>;

function reservationVerbs(reads: GroupReads, writes: MemberWrites): ReservationVerbs {
  const { intents, reservations, reservationsLeft } = writes;
  return {
    async insertReservation(reservation) {
      reservations.push(reservation);
    },
    async lockReservation(intentId) {
      if (reservations.some((one) => one.intentId === intentId)) throw new NeedsOwnTransaction();
      return reservationsLeft.get(intentId) ?? (await reads.reservationLeft(intentId)) ?? null;
    },
    async setReservationLeft(intentId, left) {
      if (reservations.some((one) => one.intentId === intentId)) throw new NeedsOwnTransaction();
      reservationsLeft.set(intentId, left);
    },
    async promisedOnLink(linkId, currency) {
      const hasMoved = [...intents.values()].some(({ isChanged, from }) => isChanged && from !== null);
      // The sum is the database's: what this transaction has changed itself would be missing from it.
      if (hasMoved || reservations.length > 0 || reservationsLeft.size > 0) throw new NeedsOwnTransaction();
      return (await reads.promisedOn(linkId))?.get(currency) ?? 0n;
    },
  };
}

function attemptVerbs(
  writes: MemberWrites,
): Pick<OrderTx, 'insertAttempt' | 'updateAttempt' | 'scheduleSweeps'> {
  const intentOf = (isIt: (row: IntentRow) => boolean): IntentRow => {
    for (const { row } of writes.intents.values()) if (isIt(row)) return row;
    throw new NeedsOwnTransaction();
  };
  return {
    async insertAttempt(attempt) {
      // Changes are written after what is new, so that none may have come before it.
      if (writes.attemptChanges.size > 0 || writes.sweeps.size > 0) throw new NeedsOwnTransaction();
      const intent = intentOf(({ intentId }) => intentId === attempt.intentId);
      writes.attempts.push(attempt);
      writes.trail.push(signatureAsked(intent));
    },
    async updateAttempt(orderId, change) {
      if (writes.attempts.length > 0 || writes.attemptChanges.has(orderId)) throw new NeedsOwnTransaction();
      const { userId } = intentOf((row) => row.orderId === orderId);
      writes.attemptChanges.set(orderId, change);
      if (typeof change.outcome === 'string')
        writes.trail.push(orderAnswered(userId, orderId, change.outcome));
    },
    async scheduleSweeps(intentId, atMs) {
      if (writes.attempts.length > 0) throw new NeedsOwnTransaction();
      writes.sweeps.set(intentId, atMs);
    },
  };
}

/** What the trail says of a signature that is asked for: which order, not its words. */
export function signatureAsked(intent: IntentRow): TrailLine {
  const { orderId, linkId, exchange, book, notional } = intent;
  const terms = canonicalJson({ orderId, linkId, exchange, book, notional: notional.toString() });
  const hash = createHash('sha256').update(terms).digest('hex');
  const details = { orderId, intent: hash, linkId };
  return { userId: intent.userId, what: 'order_signature_asked', details };
}

/** And of what came of it. */
export function orderAnswered(userId: string, orderId: string, outcome: string): TrailLine {
  return { userId, what: 'order_answered', details: { orderId, outcome } };
}

function fillVerbs(
  reads: GroupReads,
  writes: MemberWrites,
): Pick<OrderTx, 'insertFills' | 'fillsOf' | 'insertLedger'> {
  const nameOf = ({ exchange, tradeId }: FillRow) => `${exchange}:${tradeId}`;
  const fillsOf = async (intentId: string): Promise<readonly FillRow[]> => [
    ...((await reads.fillsOf(intentId)) ?? []),
    ...writes.fills.filter((fill) => fill.intentId === intentId),
  ];
  return {
    async insertFills(rows) {
      const known = new Set<string>();
      for (const intentId of new Set(rows.map((row) => row.intentId)))
        for (const fill of await fillsOf(intentId)) known.add(nameOf(fill));
      const fresh: FillRow[] = [];
      for (const row of rows) {
        if (known.has(nameOf(row))) continue;
        known.add(nameOf(row));
        fresh.push(row);
      }
      writes.fills.push(...fresh);
      return fresh;
    },
    fillsOf,
    async insertLedger(entries) {
      writes.ledger.push(...entries);
    },
  };
}

function laneVerbs(
  reads: GroupReads,
  { lanes, lanesLeft }: MemberWrites,
): Pick<OrderTx, 'claimLane' | 'leaveLane'> {
  return {
    async claimLane(linkId, by) {
      if (lanes.has(linkId) || lanesLeft.has(linkId)) throw new NeedsOwnTransaction();
      const lane = await reads.lane(linkId);
      if (lane === undefined) throw new NeedsOwnTransaction();
      if (lane.holderIntentId !== null && lane.leaseUntilMs > by.nowMs) return null;
      const offered = BigInt(by.nonce);
      const claimed = {
        linkId,
        epoch: lane.epoch + 1,
        holderIntentId: by.intentId,
        owner: by.owner,
        leaseUntilMs: by.nowMs + leaseMs,
        nonceHigh: lane.nonceHigh + 1n > offered ? lane.nonceHigh + 1n : offered,
      };
      lanes.set(linkId, claimed);
      return { epoch: claimed.epoch, nonce: claimed.nonceHigh.toString() };
    },
    async leaveLane(linkId, intentId) {
      if (lanes.has(linkId) || lanesLeft.has(linkId)) throw new NeedsOwnTransaction();
      lanesLeft.set(linkId, intentId);
    },
  };
}
