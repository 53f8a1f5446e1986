// Lets plans wait whose time zone this runtime does not know: nobody is to buy at hours that were guessed.

import { isZone } from '@mandato/invest-core/plan/zone-time';
import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import { sqlOrderTx } from '../orders/sql-order-store.ts';
import type { Db } from '../store/database.ts';
import { type PlanRow, plans } from '../store/schema/plan-schema.ts';
import { movePlan } from './change-plan.ts';

const reason = 'zone_unknown';
const zoneOf = sql<string>`${plans.schedule}->>'zone'`;

/** How many plans began to wait, and how many go on. */
export interface ZonesFollowed {
  readonly paused: number;
  readonly resumed: number;
}

/**
 * Pauses the plans whose zone is unknown here, which were made under a runtime that knew it, and goes on with those
 * that waited for one that is known again; what was missed meanwhile is not bought. `atMs` is of the market clock.
 */
export async function waitForZones(db: Db, atMs: number): Promise<ZonesFollowed> {
  const zones = await db
    .select({ zone: zoneOf, hasWaiting: sql<boolean>`bool_or(${plans.state}->>'reason' = ${reason})` })
    .from(plans)
    .where(ne(plans.stateKind, 'stopped'))
    .groupBy(zoneOf);
  const unknown = zones.filter(({ zone }) => !isZone(zone)).map(({ zone }) => zone);
  const known = zones.filter(({ zone, hasWaiting }) => isZone(zone) && hasWaiting).map(({ zone }) => zone);
  // Nearly every start.
  if (unknown.length + known.length === 0) return { paused: 0, resumed: 0 };
  return db.transaction(async (tx) => {
    const paused = await pause(tx, unknown, atMs);
    return { paused, resumed: await resume(tx, known, atMs) };
  });
}

async function pause(tx: Db, zones: readonly string[], atMs: number): Promise<number> {
  const active = await lockPlans(tx, zones, 'active');
  const verbs = sqlOrderTx(tx, null);
  const state = { kind: 'paused', reason, sinceMs: atMs } as const;
  for (const plan of active) await movePlan(verbs, plan, { state, code: 'plan_paused', atMs, reason });
  return active.length;
}

async function resume(tx: Db, zones: readonly string[], atMs: number): Promise<number> {
  const waiting = (await lockPlans(tx, zones, 'paused')).filter(
    ({ state }) => state.kind === 'paused' && state.reason === reason,
  );
  const verbs = sqlOrderTx(tx, null);
  for (const plan of waiting)
    await movePlan(verbs, plan, { state: { kind: 'active' }, code: 'plan_resumed', atMs });
  return waiting.length;
}

/** In one order everywhere, so that two starts never wait for each other in a ring. */
async function lockPlans(
  tx: Db,
  zones: readonly string[],
  stateKind: 'active' | 'paused',
): Promise<PlanRow[]> {
  if (zones.length === 0) return [];
  return tx
    .select()
    .from(plans)
    .where(and(eq(plans.stateKind, stateKind), inArray(zoneOf, [...zones])))
    .orderBy(asc(plans.planId))
    .for('update');
}
