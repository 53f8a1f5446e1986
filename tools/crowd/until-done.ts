// Waits until the crowd's orders are all worked: by Mandato's rows where they can be read, else by what Lonja is asked.

import { setTimeout as sleep } from 'node:timers/promises';
import { inArray, isNotNull, sql } from 'drizzle-orm';
import { intents } from '../../apps/server/src/store/schema/order-schema.ts';
import type { CrowdStage } from './crowd-stage.ts';

/** How long nothing may move before it counts as over, where only Lonja can be asked. */
const quietMs = 4_000;
const stuckMs = 40_000;

/** Resolves when `expected` orders have ended, or after `patienceMs` in any case. */
export async function untilDone(
  stage: CrowdStage,
  of: { readonly expected: number; readonly patienceMs: number },
): Promise<void> {
  const untilMs = Date.now() + of.patienceMs;
  if (stage.postgres === null) return untilQuiet(stage, { ...of, untilMs });
  await stage.withDatabase(async ({ db }) => {
    for (; Date.now() < untilMs; await sleep(250)) {
      const [row] = await db
        .select({
          ended: sql<number>`count(*)::int`,
        })
        .from(intents)
        .where(inArray(intents.stateKind, ['done', 'skipped', 'held', 'late']));
      const [open] = await db
        .select({ count: sql<number>`count(*)::int` })
        .from(intents)
        .where(isNotNull(intents.nextWorkAtMs));
      if ((row?.ended ?? 0) >= of.expected && open?.count === 0) return;
    }
  });
}

async function untilQuiet(
  stage: CrowdStage,
  { expected, untilMs }: { readonly expected: number; readonly untilMs: number },
): Promise<void> {
  let last = { count: -1, atMs: Date.now() };
  for (; Date.now() < untilMs; await sleep(500)) {
    const text = await (await fetch(`${stage.lonjaUrl}/metrics`)).text();
    const [orders, trades] = ['/api/v3/orders', '/api/v3/order_trades'].map((route) =>
      requestsOf(text, route),
    );
    const count = (orders ?? 0) + (trades ?? 0);
    if (count !== last.count) last = { count, atMs: Date.now() };
    else if (Date.now() - last.atMs > ((orders ?? 0) >= expected ? quietMs : stuckMs)) return;
  }
}

function requestsOf(metrics: string, route: string): number {
  const lines = metrics
    .split('\n')
    .filter((line) => line.startsWith(`lonja_http_requests_total{route="${route}"`));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
