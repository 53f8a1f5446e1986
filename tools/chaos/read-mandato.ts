// Everything that Mandato wrote down, read from its database once its process has stopped.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BooksFinding, checkBooks } from '@mandato/server/orders/check-books';
import { openDatabase } from '@mandato/server/store/database';
import { activities } from '@mandato/server/store/schema/activity-schema';
import { attempts, fills, intents } from '@mandato/server/store/schema/order-schema';
import { plans } from '@mandato/server/store/schema/plan-schema';
import * as z from 'zod';
import { root } from '../repository-root.mjs';
import type { MandatoAccount } from './judge.ts';

export interface WrittenDown {
  readonly account: Omit<MandatoAccount, 'presses'>;
  /** What Mandato's own check of its books finds. */
  readonly ownFindings: readonly BooksFinding[];
}

/** Opens the database of `directory`, or the PostgreSQL server at `databaseUrl`. */
export async function readMandato(directory: string, databaseUrl: string | null): Promise<WrittenDown> {
  const migrationsDir = join(root, 'apps/server/drizzle');
  // Nothing is written, so nothing is chained: any key will do.
  const trail = { mac: () => '', wall: { nowMs: () => Date.now() } };
  const database = await openDatabase(
    databaseUrl === null
      ? {
          kind: 'embedded',
          dataDir: join(directory, 'mandato/database'),
          workerUrl: pathToFileURL(join(root, 'apps/server/dist/pglite-worker.mjs')),
          migrationsDir,
          trail,
        }
      : { kind: 'postgres', url: databaseUrl, migrationsDir, trail },
  );
  const { db } = database;
  try {
    const orders = await db.select().from(intents);
    const told = (await db.select().from(activities)).filter(({ code }) => code === 'order_done');
    const byIntent = new Map(orders.map((intent) => [intent.orderId, intent]));
    const sent = await db.select({ orderId: attempts.orderId }).from(attempts);
    return {
      account: {
        installId: installIdOf(directory),
        intents: orders,
        journaled: new Set(sent.map((attempt) => attempt.orderId)),
        fills: await db.select().from(fills),
        plans: await db.select().from(plans),
        toldAsBought: told.map((row) => {
          const { planId, slotKey } = byIntent.get(row.orderId ?? '') ?? { planId: '', slotKey: '' };
          return { planId, slotKey };
        }),
      },
      ownFindings: await checkBooks(db),
    };
  } finally {
    await database.close();
  }
}

function installIdOf(directory: string): string {
  const text = readFileSync(join(directory, 'mandato/install.json'), 'utf8');
  return z.object({ installId: z.string() }).parse(JSON.parse(text)).installId;
}
