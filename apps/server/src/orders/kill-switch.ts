// The switches that stop sending: every journal transaction reads them, so nothing is journaled after one commits.

import { and, inArray, sql } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import { controls } from '../store/schema/plan-schema.ts';

/** What a switch stops: everything here, everything of a person, or one plan. */
export type KillScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'account'; readonly userId: string }
  | { readonly kind: 'plan'; readonly planId: string };

/** Whose order it is, as far as switches concern it. */
export interface KillSubject {
  readonly userId: string;
  readonly planId: string;
}

export interface KillSwitch {
  /** Some switch stops it. */
  readonly isKilled: boolean;
  /** Rises with every change of any switch. */
  readonly generation: number;
}

/** A switch that is on, and since when by the wall clock. */
export interface StopInForce {
  readonly scope: KillScope;
  readonly sinceMs: number;
}

/** Turns the switch of `scope` in the transaction `tx`; answers how it stands from its commit on. */
export async function setKillSwitch(
  tx: Db,
  isKilled: boolean,
  { scope = all, nowMs = 0 }: { readonly scope?: KillScope; readonly nowMs?: number } = {},
): Promise<KillSwitch> {
  // The row of everything is the lock of all: a journal that read an absent row must not slip past the insert.
  const changed = scope.kind === 'all' ? { isKilled, changedAtMs: nowMs } : {};
  const [row] = await tx
    .insert(controls)
    .values({ scope: 'all', isKilled: false, changedAtMs: nowMs, generation: 1, ...changed })
    .onConflictDoUpdate({
      target: controls.scope,
      set: { generation: sql`${controls.generation} + 1`, ...changed },
    })
    .returning();
  const generation = row?.generation ?? 1;
  if (scope.kind !== 'all') {
    const values = { scope: nameOfScope(scope), isKilled, changedAtMs: nowMs, generation };
    await tx.insert(controls).values(values).onConflictDoUpdate({ target: controls.scope, set: values });
  }
  return { isKilled, generation };
}

/** Makes sure that there is a row to lock; a switch that was never touched is off. */
export async function ensureKillSwitch(db: Db): Promise<void> {
  const untouched = { scope: 'all', isKilled: false, changedAtMs: 0, generation: 0 };
  await db.insert(controls).values(untouched).onConflictDoNothing();
}

/** How the switches stand for `subject`. Nobody can turn any before the transaction `tx` has ended. */
export async function readKillSwitch(tx: Db, subject: KillSubject): Promise<KillSwitch> {
  const rows = await tx
    .select()
    .from(controls)
    .where(inArray(controls.scope, ['all', reconcileScope]))
    .for('share');
  const generation = rows.find((row) => row.scope === 'all')?.generation ?? 0;
  const isKilled = rows.some((row) => row.isKilled) || (await isStopped(tx, subject));
  return { isKilled, generation };
}

/** The same for many at once, by their names as `JSON.stringify([userId, planId])`. */
export async function readKillSwitches(
  tx: Db,
  subjects: readonly KillSubject[],
): Promise<ReadonlyMap<string, KillSwitch>> {
  const locked = await tx
    .select()
    .from(controls)
    .where(inArray(controls.scope, ['all', reconcileScope]))
    .for('share');
  const generation = locked.find((row) => row.scope === 'all')?.generation ?? 0;
  const isAllKilled = locked.some((row) => row.isKilled);
  // Read after the lock: whoever turns any switch changes the row of everything first.
  const wanted = [...new Set(subjects.flatMap(ownScopes))];
  const killed = await tx
    .select({ scope: controls.scope })
    .from(controls)
    .where(and(controls.isKilled, sql`${controls.scope} = any(${sql.param(wanted)})`));
  const scopes = new Set(killed.map(({ scope }) => scope));
  return new Map(
    subjects.map((subject) => {
      const isKilled = isAllKilled || ownScopes(subject).some((scope) => scopes.has(scope));
      return [JSON.stringify([subject.userId, subject.planId]), { isKilled, generation }];
    }),
  );
}

function ownScopes({ userId, planId }: KillSubject): readonly string[] {
  return [nameOfScope({ kind: 'account', userId }), nameOfScope({ kind: 'plan', planId })];
}

/** Whether some switch stops `subject`, as far as has committed. */
export async function isStopped(db: Db, { userId, planId }: KillSubject): Promise<boolean> {
  const scopes: KillScope[] = [all, { kind: 'account', userId }, { kind: 'plan', planId }];
  const rows = await db
    .select({ isKilled: controls.isKilled })
    .from(controls)
    .where(inArray(controls.scope, [...scopes.map(nameOfScope), reconcileScope]));
  return rows.some((row) => row.isKilled);
}

/** Rises with every change of any switch; whoever works on orders looks at them again when it has. */
export async function stopGeneration(db: Db): Promise<number> {
  const [row] = await db
    .select({ generation: controls.generation })
    .from(controls)
    .where(inArray(controls.scope, ['all']));
  return row?.generation ?? 0;
}

/** Those of `scopes` that are stopped. */
export async function stopsInForce(db: Db, scopes: readonly KillScope[]): Promise<readonly StopInForce[]> {
  const rows = await db
    .select()
    .from(controls)
    .where(inArray(controls.scope, scopes.map(nameOfScope)));
  return scopes.flatMap((scope) => {
    const row = rows.find((one) => one.scope === nameOfScope(scope));
    return row?.isKilled === true ? [{ scope, sinceMs: row.changedAtMs }] : [];
  });
}

const all: KillScope = { kind: 'all' };

/** What the switch of `scope` is called in the table of switches. */
export function nameOfScope(scope: KillScope): string {
  switch (scope.kind) {
    case 'all':
      return 'all';
    case 'account':
      return `account:${scope.userId}`;
    case 'plan':
      return `plan:${scope.planId}`;
  }
}

/** On while a restored database is compared with the exchange: no process sends anything, as under the switch. */
const reconcileScope = 'reconcile';
/** On once everything that may have been sent since the backup has its row. */
const comparedScope = 'reconcile_compared';

export type ReconcileStage = 'none' | 'to_compare' | 'compared';

/** From its commit on no process on this database sends anything, until the stage is `none` again. */
export async function setReconcileStage(db: Db, stage: ReconcileStage): Promise<void> {
  await db.transaction(async (tx) => {
    // The row of everything is the lock of all, here too.
    await tx
      .update(controls)
      .set({ generation: sql`${controls.generation} + 1` })
      .where(inArray(controls.scope, ['all']));
    await setScope(tx, reconcileScope, stage !== 'none');
    await setScope(tx, comparedScope, stage === 'compared');
  });
}

export async function reconcileStage(db: Db): Promise<ReconcileStage> {
  const rows = await db
    .select()
    .from(controls)
    .where(inArray(controls.scope, [reconcileScope, comparedScope]));
  const isOn = (name: string) => rows.some((row) => row.scope === name && row.isKilled);
  if (!isOn(reconcileScope)) return 'none';
  return isOn(comparedScope) ? 'compared' : 'to_compare';
}

async function setScope(tx: Db, name: string, isKilled: boolean): Promise<void> {
  await tx
    .insert(controls)
    .values({ scope: name, isKilled, changedAtMs: 0, generation: 1 })
    .onConflictDoUpdate({
      target: controls.scope,
      set: { isKilled, generation: sql`${controls.generation} + 1` },
    });
}
