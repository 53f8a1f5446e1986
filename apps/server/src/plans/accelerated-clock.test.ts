// A year of weekly buys on a clock that runs 700,000 times too fast: every slot bought, in its own week, once.

import { sandboxClock } from '@mandato/primitives/sandbox-clock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nonceSource } from '../links/nonce-source.ts';
import { checkBooks } from '../orders/check-books.ts';
import { marketPolicy } from '../orders/order-policy.ts';
import { PlanRig } from './plan-rig.ts';
import { startPlans } from './start-plans.ts';

let rig: PlanRig;
beforeAll(async () => {
  rig = await PlanRig.open();
});
afterAll(() => rig.database.discard());

const wallClock = { nowMs: () => Date.now() };
const weekMs = 7 * 86_400_000;

describe('startPlans() on an accelerated clock', () => {
  it('buys at each of the weeks that pass, however few milliseconds a week lasts', async () => {
    const weeks = 12;
    const originMs = Date.parse('2025-06-02T00:00:00Z');
    const rate = 700_000;
    const marketClock = sandboxClock({ originMs, rate, anchorWallMs: wallClock.nowMs() }, wallClock);
    rig.clock.ms = marketClock.nowMs();
    const person = await rig.person();
    const planId = await rig.plan(person, {
      schedule: { kind: 'weekly', weekday: 3, hour: 9, minute: 0, zone: 'America/Mexico_City' },
      startsOn: '2025-06-02',
    });
    const running = await startPlans(
      rig.needs({
        marketClock,
        wallClock,
        nextNonce: nonceSource(wallClock),
        sandboxed: true,
        policy: marketPolicy({ rate }),
      }),
    );
    while (marketClock.nowMs() < originMs + weeks * weekMs)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await running.stop();
    const rows = await rig.intents(planId);
    expect(rows.length).toBeGreaterThanOrEqual(weeks - 1);
    for (const [n, row] of rows.entries()) {
      expect(row.dueAtMs).toBe(Date.parse('2025-06-04T15:00:00Z') + n * weekMs);
      expect(row.recordedAtMs).toBeGreaterThanOrEqual(row.dueAtMs);
    }
    const ended = rows.filter(({ stateKind }) => stateKind === 'done');
    // The last one may have been under way when the clock was stopped.
    expect(ended.length).toBeGreaterThanOrEqual(rows.length - 1);
    expect(person.exchange.received.size).toBeGreaterThanOrEqual(ended.length);
    expect(await checkBooks(rig.db)).toEqual([]);
    expect(rig.errors).toEqual([]);
  });
});
