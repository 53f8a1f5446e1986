// Kills every process in turn while people buy: what was acknowledged is there, and nothing was bought twice.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { orderId } from '@mandato/invest-core/order/order-id';
import { seededRng } from '@mandato/primitives/seeded-rng';
import type { OrderView } from '@mandato/server/api-contract/plan-contract';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { units } from '../demo/reconcile.ts';
import { type BitsoKey, readAllPages, readSigned } from '../rehearsal/bitso-client.ts';
import { freePort } from '../rehearsal/free-port.ts';
import { mandatoClient } from '../rehearsal/mandato-client.ts';
import { PortalClient } from '../rehearsal/portal-client.ts';
import { filesBelow, findBytes } from './find-bytes.ts';
import { type Buyer, keepBuying, type Press } from './keep-buying.ts';
import { killAndStart, type Victim, victims } from './kill-a-process.ts';
import {
  linkKey,
  makeKey,
  openSaver,
  openTrader,
  password,
  refusalOf,
  type Saver,
  type Trader,
} from './people.ts';
import { openStage, type Stage } from './stage.ts';

const seed = Number(process.env['KILL_SEED'] ?? 20_261_122);
const rounds = 2;
const patience = { timeout: 30_000, interval: 50 };
const ended: readonly string[] = ['done', 'skipped', 'held', 'late'];

let stage: Stage;
let saver: Saver;
let traders: readonly { readonly trader: Trader; readonly keys: readonly BitsoKey[] }[];
let buyers: readonly Buyer[] = [];
let linkIds: readonly string[];
/** E-mails of accounts whose sign-up was acknowledged between the kills. */
const opened = { lonja: [] as string[], mandato: [] as string[] };

beforeAll(async () => {
  stage = await openStage();
  saver = await openSaver(stage.mandatoUrl, 'ana@example.com');
  traders = await Promise.all(
    ['one', 'two'].map(async (name) => {
      const trader = await openTrader(stage.lonjaUrl, `${name}@example.com`);
      return { trader, keys: [await makeKey(trader), await makeKey(trader)] };
    }),
  );
  const links = [];
  for (const key of traders.flatMap(({ keys }) => keys))
    links.push(await linkKey(saver.client, key, await saver.proof()));
  linkIds = links.map(({ linkId }) => linkId);
}, 180_000);
afterAll(() => stage.end(), 60_000);

test('kill -9 of each process, again and again, loses nothing acknowledged and buys nothing twice', async () => {
  buyers = linkIds.map((linkId, index) => keepBuying(saver, { linkId, name: `link${index}` }));
  const rng = seededRng(seed);
  for (let round = 0; round < rounds; round += 1) {
    for (const victim of shuffled(victims, (bound) => rng.below(bound))) {
      await openAccounts(`${victim}${round}`);
      await sleep(400 + rng.below(1_200));
      await killAndStart(stage, victim);
    }
  }
  // However slow the machine is: so many that a lost one would be among them.
  await vi.waitFor(() => expect(acknowledgedPresses().length).toBeGreaterThan(20), patience);
  await Promise.all(buyers.map((buyer) => buyer.finish()));
  const orders = await settledOrders();
  await checkAcknowledged(orders);
  await checkAgainstLonja(orders);
});

test('kill -9 while a key is being linked leaves the link whole or not there, and never a key without one', async () => {
  const trader = await openTrader(stage.lonjaUrl, 'linking@example.com');
  const key = await makeKey(trader);
  const linker = await openSaver(stage.mandatoUrl, 'linking@example.com');
  const rng = seededRng(seed + 1);
  for (const victim of shuffled(victims, (bound) => rng.below(bound))) {
    const linking = linkKey(linker.client, key, await linker.proof()).catch(() => null);
    await sleep(rng.below(900));
    await killAndStart(stage, victim);
    const acknowledged = await linking;
    const links = await linker.client.links.list();
    const found = links.filter(({ keyHint }) => keyHint === key.keyId.slice(-4));
    if (acknowledged !== null) expect(found).toMatchObject([{ linkId: acknowledged.linkId }]);
    // Whatever was left over does not keep the person from trying again.
    const { linkId } = found[0] ?? (await linkAgain(linker, key));
    // A signer that was killed needs a moment to be there again.
    await vi.waitFor(async () => {
      expect((await linker.client.links.balances({ linkId })).length).toBeGreaterThan(0);
    }, patience);
    await linker.client.links.unlink({ linkId, stepUpCode: await linker.proof() });
  }
  expect(await linker.client.links.list()).toEqual([]);
});

/** Once the signer is there again: a try before that would use up a code for nothing. */
async function linkAgain(linker: Saver, key: BitsoKey) {
  await vi.waitFor(() => linker.client.links.sealingKey(), patience);
  return linkKey(linker.client, key, await linker.proof());
}

test('while the signer is started again, a person is told of the signer and not of the exchange', async () => {
  const linkId = linkIds[0] ?? '';
  const asked = vi.waitFor(async () => {
    const refused = await refusalOf(saver.client.links.balances({ linkId }));
    return refused.code;
  }, patience);
  await killAndStart(stage, 'signer');
  expect(await asked).toBe('signer_unavailable');
});

test('what was settled is the same after a clean stop and start of both', async () => {
  const before = await settledOrders();
  await Promise.all([stage.mandato.stop(), stage.lonja.stop()]);
  await stage.startLonja();
  await stage.startMandato();
  const after = await settledOrders();
  const fixed = before.filter(({ state }) => ended.includes(state));
  expect(after.filter((order) => fixed.some((known) => known.orderId === order.orderId))).toEqual(fixed);
  await checkAgainstLonja(after);
  const secrets = traders.flatMap(({ keys }) => keys.map(({ secret }) => secret));
  const folders = ['mandato', 'logs', 'keys'].map((name) => join(stage.directory, name));
  expect(findBytes(folders, [password, ...secrets])).toEqual([]);
  // A key whose link never came to be is forgotten at the start: one file for each link is left.
  const credentials = () =>
    filesBelow(join(stage.directory, 'mandato/signer')).filter((file) => /cred_[a-z2-7]+\.json$/.test(file));
  await vi.waitFor(() => expect(credentials()).toHaveLength(linkIds.length), { timeout: 20_000 });
});

test('a second start on data that is held names the holder in one sentence and ends with code 3', async () => {
  const practice = [
    '--practice-url',
    stage.lonjaUrl,
    '--key-file',
    join(stage.directory, 'keys/mandato.key'),
  ];
  const seconds = [
    ['apps/lonja/dist/lonja.mjs', 'lonja', [], stage.lonja.pid],
    ['apps/server/dist/mandato.mjs', 'mandato', practice, stage.mandato.pid],
  ] as const;
  for (const [program, folder, more, holder] of seconds) {
    const port = `${await freePort()}`;
    const args = [program, '--port', port, '--data', join(stage.directory, folder), ...more];
    const second = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 });
    expect(second.status).toBe(3);
    expect(second.stderr.trim().split('\n')).toHaveLength(1);
    expect(second.stderr).toMatch(new RegExp(`process ${holder}\\b.*--data.*\\.$`, 'm'));
  }
  expect((await saver.client.links.list()).length).toBe(linkIds.length);
});

/** Signs up one person at each product; only what was acknowledged is remembered. */
async function openAccounts(name: string): Promise<void> {
  const email = `${name}@example.com`;
  const person = { name: 'Later Person', email, password };
  const [lonja, mandato] = await Promise.allSettled([
    new PortalClient(stage.lonjaUrl).call('signUp', person),
    mandatoClient(stage.mandatoUrl).account.signUp({ ...person, language: 'es' }),
  ]);
  if (lonja.status === 'fulfilled') opened.lonja.push(email);
  if (mandato.status === 'fulfilled') opened.mandato.push(email);
}

/** All orders of all plans, once each has ended or is being confirmed, which lasts 20 minutes by design. */
async function settledOrders(): Promise<readonly OrderView[]> {
  for (const startMs = Date.now(); ; await sleep(500)) {
    const orders = await allOrders();
    const open = orders.filter(({ state }) => !ended.includes(state) && state !== 'being_confirmed');
    if (open.length === 0) return orders;
    if (Date.now() - startMs > 60_000) throw new Error(`never settled: ${JSON.stringify(open.slice(0, 3))}`);
  }
}

async function allOrders(): Promise<readonly OrderView[]> {
  const plans = await saver.client.plans.list();
  const lists = await Promise.all(plans.map(({ planId }) => saver.client.plans.get({ planId })));
  return lists.flatMap(({ orders }) => orders);
}

function acknowledgedPresses(): Press[] {
  return buyers.flatMap(({ presses }) => presses).filter(({ orderId }) => orderId !== null);
}

async function checkAcknowledged(orders: readonly OrderView[]): Promise<void> {
  const presses = buyers.flatMap((buyer) => buyer.presses);
  const rowsOf = (press: (typeof presses)[number]) =>
    orders.filter((order) => order.slotKey === `now-${press.requestId}` && order.planId === press.planId)
      .length;
  expect(acknowledgedPresses().filter((press) => rowsOf(press) !== 1)).toEqual([]);
  const refused = presses.filter((press) => press.refusal !== null);
  expect(refused.filter((press) => rowsOf(press) > 0)).toEqual([]);
  // A signer that is being started again, and an order under way, are the only reasons to be turned away.
  expect(
    [...new Set(refused.map(({ refusal }) => refusal))].filter((code) => code !== 'order_in_progress'),
  ).toEqual([]);
  const planIds = (await saver.client.plans.list()).map(({ planId }) => planId);
  expect(planIds).toEqual(expect.arrayContaining(buyers.flatMap((buyer) => buyer.planIds)));
  expect((await saver.client.links.list()).map(({ linkId, status }) => [linkId, status.kind]).sort()).toEqual(
    linkIds.map((linkId) => [linkId, 'connected']).sort(),
  );
  expect(opened.lonja.length + opened.mandato.length).toBeGreaterThan(8);
  for (const email of opened.lonja) {
    expect(await new PortalClient(stage.lonjaUrl).call('signIn', { email, password })).toMatchObject({
      email,
    });
  }
  for (const email of opened.mandato) {
    const session = await mandatoClient(stage.mandatoUrl).account.signIn({ email, password });
    expect(session).toMatchObject({ kind: 'signed_in', email });
  }
}

const tradeRows = z.array(
  z.object({
    tid: z.string(),
    oid: z.string(),
    origin_id: z.string(),
    minor: z.string(),
    major: z.string(),
    fees_amount: z.string(),
  }),
);
type Trade = z.infer<typeof tradeRows>[number];

async function checkAgainstLonja(orders: readonly OrderView[]): Promise<void> {
  const trades = (await Promise.all(traders.map(({ keys }) => tradesOf(keys[0])))).flat();
  const byOrigin = byOriginId(trades);
  const known = new Set<string>();
  for (const order of orders) {
    const attempts = attemptIdsOf(order);
    for (const id of attempts) known.add(id);
    const bought = attempts.flatMap((id) => byOrigin.get(id) ?? []);
    expect(new Set(bought.map(({ oid }) => oid)).size).toBeLessThanOrEqual(1);
    expect(-sumOf(bought, ({ minor }) => minor)).toBeLessThanOrEqual(units(order.notional));
    if (order.state === 'skipped') expect([order.orderId, bought]).toEqual([order.orderId, []]);
    if (order.state === 'done') expectSameBuy(order, bought);
    expect(order.state).not.toBe('late');
  }
  expect([...byOrigin.keys()].filter((id) => !known.has(id))).toEqual([]);
  expect(orders.filter(({ state }) => state === 'done').length).toBeGreaterThan(10);
  for (const { keys } of traders) await checkLedger(keys[0]);
}

function expectSameBuy(order: OrderView, bought: readonly Trade[]): void {
  expect(bought.map(({ tid }) => tid).sort()).toEqual(order.fills.map(({ tradeId }) => tradeId).sort());
  expect(units(order.spent)).toBe(-sumOf(bought, ({ minor }) => minor));
  const net = sumOf(bought, ({ major }) => major) - sumOf(bought, (trade) => trade.fees_amount);
  expect(units(order.bought)).toBe(net);
  expect(new Set(bought.map(({ oid }) => oid))).toEqual(new Set([order.venueOrderId]));
}

function byOriginId(trades: readonly Trade[]): ReadonlyMap<string, readonly Trade[]> {
  const groups = new Map<string, Trade[]>();
  for (const trade of trades) groups.set(trade.origin_id, [...(groups.get(trade.origin_id) ?? []), trade]);
  return groups;
}

/** The ids that sendings of this order's slot could have had, worked out again from what the order is for. */
function attemptIdsOf({ planId, slotKey }: OrderView): readonly string[] {
  const file = readFileSync(join(stage.directory, 'mandato/install.json'), 'utf8');
  const { installId } = z.object({ installId: z.string() }).parse(JSON.parse(file));
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
  return Array.from({ length: 20 }, (_, index) =>
    orderId({ installId, planId, slotKey, leg: 'buy', attempt: index + 1 }, sha256),
  );
}

function tradesOf(key: BitsoKey | undefined): Promise<readonly Trade[]> {
  const signer = key ?? { keyId: '', secret: '' };
  return readAllPages(
    async (query) =>
      tradeRows.parse(await readSigned(stage.lonjaUrl, signer, `/api/v3/user_trades?${query}`)),
    ({ tid }) => tid,
  );
}

const ledgerRows = z.array(
  z.object({
    eid: z.string(),
    balance_updates: z.array(z.object({ currency: z.string(), amount: z.string() })),
  }),
);
const balanceRows = z.object({
  balances: z.array(z.object({ currency: z.string(), total: z.string(), locked: z.string() })),
});

/** Every balance is the sum of its ledger entries, and nothing stays locked. */
async function checkLedger(key: BitsoKey | undefined): Promise<void> {
  const signer = key ?? { keyId: '', secret: '' };
  const entries = await readAllPages(
    async (query) => ledgerRows.parse(await readSigned(stage.lonjaUrl, signer, `/api/v3/ledger?${query}`)),
    ({ eid }) => eid,
  );
  const updates = entries.flatMap((entry) => entry.balance_updates);
  const { balances } = balanceRows.parse(await readSigned(stage.lonjaUrl, signer, '/api/v3/balance'));
  for (const { currency, total, locked } of balances) {
    const own = updates.filter((update) => update.currency === currency);
    expect([currency, units(total), units(locked)]).toEqual([
      currency,
      sumOf(own, ({ amount }) => amount),
      0n,
    ]);
  }
}

function sumOf<Row>(rows: readonly Row[], amountOf: (row: Row) => string): bigint {
  return rows.reduce((sum, row) => sum + units(amountOf(row)), 0n);
}

function shuffled(of: readonly Victim[], below: (bound: number) => number): readonly Victim[] {
  const left = [...of];
  return of.flatMap(() => left.splice(below(left.length), 1));
}
