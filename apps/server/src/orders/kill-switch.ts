// The switch that stops all sending: every journal transaction reads it, so nothing is journaled after it commits.

import { eq, sql } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import { controls } from '../store/schema/plan-schema.ts';

const scope = 'all';

export interface KillSwitch {
  readonly isKilled: boolean;
  readonly generation: number;
}

/** Turns the switch; answers how it stands from this commit on. */
export async function setKillSwitch(db: Db, isKilled: boolean): Promise<KillSwitch> {
  const [row] = await db
    .insert(controls)
    .values({ scope, isKilled, generation: 1 })
    .onConflictDoUpdate({
      target: controls.scope,
      set: { isKilled, generation: sql`${controls.generation} + 1` },
    })
    .returning();
  return { isKilled, generation: row?.generation ?? 1 };
}

/** Makes sure that there is a row to lock; a switch that was never touched is off. */
export async function ensureKillSwitch(db: Db): Promise<void> {
  await db.insert(controls).values({ scope, isKilled: false, generation: 0 }).onConflictDoNothing();
}

/** How the switch stands. Nobody can turn it before the transaction `tx` has ended. */
export async function readKillSwitch(tx: Db): Promise<KillSwitch> {
  const [row] = await tx.select().from(controls).where(eq(controls.scope, scope)).for('share');
  return { isKilled: row?.isKilled ?? false, generation: row?.generation ?? 0 };
}
