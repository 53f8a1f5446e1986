// An older backup restored after more was bought: everything is found again, and nothing is bought a second time.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkBooks } from '../orders/check-books.ts';
import { reconcileStage, setReconcileStage } from '../orders/kill-switch.ts';
import { type LinkedPerson, PlanRig, startMs } from '../plans/plan-rig.ts';
import { type DiscardableDatabase, openTemporaryDatabase } from '../store/temporary-database.ts';
import { reconcileBackup } from './reconcile-backup.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

let folder: string;
let before: PlanRig;
let person: LinkedPerson;
let planId: string;
let archiveFile: string;
const discards: DiscardableDatabase[] = [];

/** Two days of buys; a backup after the first; on the second also an attempt that was not sent before the one that was. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mandato-restore-'));
  before = await PlanRig.open();
  person = await before.person();
  planId = await before.plan(person);
  const pipeline = await before.prepare();
  before.clock.ms = startMs + hourMs;
  await pipeline.runOnceFor(60_000);
  archiveFile = path.join(folder, 'backup.tgz');
  const archive = await before.database.dump?.();
  await writeFile(archiveFile, archive ?? '');
  before.clock.ms = startMs + hourMs + dayMs;
  await pipeline.runOnceFor(60_000);
  person.exchange.script.push({ kind: 'not_sent' });
  before.clock.ms = startMs + hourMs + 2 * dayMs;
  await pipeline.runOnceFor(60_000);
  await pipeline.stop();
}, 120_000);
afterAll(async () => {
  for (const database of [...discards, before.database]) await database.discard();
  await rm(folder, { recursive: true, force: true });
});

/** The installation from its backup, with the same exchange; its clock stands where the old one stopped. */
async function restored(): Promise<PlanRig> {
  const database = await openTemporaryDatabase({ archiveFile });
  discards.push(database);
  const rig = PlanRig.on(database);
  rig.clock.ms = before.clock.ms;
  return rig;
}

/** The exchange's clock is that of the old installation, and goes on as the restored one's does. */
function moveTo(rig: PlanRig, ms: number): void {
  rig.clock.ms = ms;
  before.clock.ms = ms;
}

it('reconcileBackup() finds every buy since the backup, and sends nothing until trading is opened again', async () => {
  const bought = person.exchange.spent;
  const asked = new Map(person.exchange.received);
  const rig = await restored();
  expect(await rig.intents(planId)).toHaveLength(1);
  await setReconcileStage(rig.db, 'to_compare');
  const pipeline = await rig.prepare({ venueFor: (linkId) => before.venueFor(linkId) });
  expect(await reconcileBackup(pipeline.deps)).toEqual({ slots: 2, orders: 0 });
  await setReconcileStage(rig.db, 'compared');
  await pipeline.runOnceFor(30 * 60_000);
  expect((await rig.intents(planId)).map(({ stateKind }) => stateKind)).toEqual(['done', 'done', 'done']);
  expect((await rig.planRow(planId)).spent).toBe(bought);
  // A slot that comes due meanwhile is shown as missed, not bought.
  moveTo(rig, startMs + hourMs + 3 * dayMs);
  await pipeline.runOnceFor(60_000);
  expect((await rig.intents(planId)).at(-1)?.reason).toBe('kill_switch_on');
  expect(person.exchange.received).toEqual(asked);
  await setReconcileStage(rig.db, 'none');
  moveTo(rig, startMs + hourMs + 4 * dayMs);
  await pipeline.runOnceFor(60_000);
  expect((await rig.intents(planId)).at(-1)?.stateKind).toBe('done');
  expect([...person.exchange.received.values()].every((times) => times === 1)).toBe(true);
  expect((await rig.planRow(planId)).spent).toBe(person.exchange.spent);
  expect(await checkBooks(rig.db)).toEqual([]);
}, 120_000);

it('reconcileBackup() proves a slot absent that nothing was bought in, and may be repeated', async () => {
  const rig = await restored();
  const other = await rig.person();
  const idle = await rig.plan(other, { startsOn: '2026-11-20' });
  rig.clock.ms += dayMs;
  await setReconcileStage(rig.db, 'to_compare');
  const venueFor = async (linkId: string) => (await before.venueFor(linkId)) ?? rig.venueFor(linkId);
  const pipeline = await rig.prepare({ venueFor });
  const first = await reconcileBackup(pipeline.deps);
  expect(first.slots).toBeGreaterThan(0);
  expect(await reconcileBackup(pipeline.deps)).toEqual({ slots: 0, orders: 0 });
  await pipeline.runOnceFor(15 * 60_000);
  expect((await rig.intents(idle)).map(({ stateKind }) => stateKind)).toEqual(['being_confirmed']);
  await pipeline.runOnceFor(15 * 60_000);
  expect((await rig.intents(idle)).map(({ reason }) => reason)).toEqual(['proven_absent']);
  expect((await rig.planRow(idle)).reserved).toBe(0n);
  expect(other.exchange.received.size).toBe(0);
}, 120_000);

it('reconcileStage() keeps its stage in the database, for every process on it', async () => {
  const rig = await restored();
  expect(await reconcileStage(rig.db)).toBe('none');
  await setReconcileStage(rig.db, 'to_compare');
  expect(await reconcileStage(rig.db)).toBe('to_compare');
  await setReconcileStage(rig.db, 'compared');
  expect(await reconcileStage(rig.db)).toBe('compared');
}, 60_000);
