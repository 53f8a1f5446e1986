import type { IntentRow } from '@mandato/server/store/schema/order-schema';
import type { PlanRow } from '@mandato/server/store/schema/plan-schema';
import { describe, expect, it } from 'vitest';
import { CalmWatch } from './calm-watch.ts';
import { drawsOf } from './draws.ts';
import { Findings } from './findings.ts';
import { MemoryTables } from './memory-tables.ts';
import { SimStops } from './sim-stops.ts';
import { VirtualTime } from './virtual-time.ts';

const startMs = 1_795_176_000_000;
const minuteMs = 60_000;
const of = {
  planId: 'p',
  userId: 'u',
  linkId: 'l',
  exchange: 'practice',
  book: 'btc_mxn',
  base: 'btc',
  quote: 'mxn',
  notional: 100n,
} as const;

const plan: PlanRow = {
  ...of,
  schedule: { kind: 'daily', hour: 9, minute: 0, zone: 'UTC' },
  startsOn: '2026-11-20',
  budgetMax: null,
  missedSlots: 'skip',
  stateKind: 'active',
  state: { kind: 'active' },
  answeredUntilMs: startMs,
  nextSlotAtMs: null,
  spent: 0n,
  reserved: 0n,
  bought: 0n,
  ordersDone: 0,
  createdAtMs: startMs,
};

const open: IntentRow = {
  ...of,
  intentId: 'i',
  slotKey: 's',
  lotSize: 1n,
  dueAtMs: startMs,
  validUntilMs: startMs + minuteMs,
  stateKind: 'acknowledged',
  state: { kind: 'acknowledged', attempt: 1, venueOrderId: 'v', tradeCount: 0, sinceMs: startMs },
  orderId: 'i-1',
  venueOrderId: 'v',
  reason: null,
  owner: null,
  nextWorkAtMs: startMs,
  spent: 0n,
  bought: 0n,
  recordedAtMs: startMs,
  endedAtMs: null,
};

/** A stop of everything there is, with one order open; answers the minutes at which it was first called late. */
async function blamedAfter(faultAtMs: number | null, cancelAtMs: number | null): Promise<number | null> {
  const time = new VirtualTime({ startMs, tieBreak: () => 0 });
  const tables = new MemoryTables();
  tables.putPlan(plan);
  tables.putIntent(open);
  tables.commit();
  const findings = new Findings(
    () => time.nowMs - startMs,
    () => undefined,
  );
  const calm = new CalmWatch(() => time.nowMs);
  const cancelsAsked = new Set<string>();
  const draws = drawsOf({ seed: 1, without: new Set(), onStrike: (name) => calm.onStrike(name) });
  const watch = {
    watched: <T>(tx: T) => tx,
    onDeath: () => undefined,
    onPowerBack: () => undefined,
    acknowledgedAtMs: new Map([[open.intentId, startMs]]),
  };
  const world = { tables, time, draws, findings, watch, calm, isQuiet: false };
  const stops = new SimStops(world, { isResting: () => true, cancelsAsked });
  time.onEvent = () => stops.look();
  calm.until(startMs);
  stops.strike('stop 1', 60 * minuteMs);
  for (let second = 1; second < 20 * 60; second += 1) time.after(second * 1_000, () => undefined);
  if (faultAtMs !== null) time.after(faultAtMs, () => draws.strikes('reply lost', 1));
  if (cancelAtMs !== null) time.after(cancelAtMs, () => cancelsAsked.add(open.orderId));
  await time.runUntil(startMs + 20 * minuteMs);
  expect(findings.list.every(({ code }) => code === 'V6')).toBe(true);
  const [first] = findings.list;
  return first === undefined ? null : Math.floor(first.atMs / minuteMs);
}

describe('SimStops', () => {
  it('look() calls an open order late once nothing has failed for two minutes and ten seconds more', async () => {
    expect(await blamedAfter(null, null)).toBe(2);
    expect(await blamedAfter(5 * minuteMs, null)).toBe(2);
    expect(await blamedAfter(minuteMs, null)).toBe(3);
    expect(await blamedAfter(minuteMs, 2 * minuteMs)).toBe(null);
  });
});
