// Audits that happen by themselves: all at the start, those asked for, and those due after a day.

import type { ProbeEvidence } from '@mandato/invest-core/link/key-evidence';
import type { Venue } from '@mandato/invest-core/venue/venue';
import { ok } from '@mandato/primitives/result';
import { eq, ne } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { users } from '../store/schema/account-schema.ts';
import { links } from '../store/schema/link-schema.ts';
import { openTemporaryDatabase, type TemporaryDatabase } from '../store/temporary-database.ts';
import { type FakeSigner, fakeSigner, safeProbes, sealedForTests } from './fake-signer.ts';
import { auditedCredentials, holdUntilAudited } from './hold-until-audited.ts';
import { keepAuditing } from './keep-auditing.ts';
import { type LinkNeeds, linkExchange } from './link-exchange.ts';
import { offeredExchanges } from './offered-exchanges.ts';
import { venuesOfLinks } from './venue-for-link.ts';

let database: TemporaryDatabase;
let signer: FakeSigner;
let needs: LinkNeeds;
const clock = { atMs: Date.UTC(2026, 10, 22) };

beforeAll(async () => {
  database = await openTemporaryDatabase();
  signer = fakeSigner();
  const wall = { nowMs: () => clock.atMs };
  const log = { warn: () => undefined };
  const exchanges = offeredExchanges('http://localhost:4000');
  needs = { db: database.db, signer, exchanges, wall, market: wall, log };
  await database.db.insert(users).values({
    userId: 'u1',
    name: 'Ana',
    email: 'ana@example.com',
    emailKey: 'ana@example.com',
    passwordHash: 'x',
    createdAt: clock.atMs,
  });
});
afterAll(() => database.discard());

async function statusOf(linkId: string): Promise<string | undefined> {
  const [row] = await database.db.select().from(links).where(eq(links.linkId, linkId));
  return row?.status;
}

/** A link with a safe key of its own. */
async function linked(): Promise<string> {
  signer.behaviour = 'safe';
  const stepUp = { grant: () => Promise.resolve(ok(null)), consume: () => Promise.resolve(true) };
  const key = {
    sealed: sealedForTests,
    isAttested: true,
    expiresAtMs: null,
    stepUp,
    steps: { tell: () => undefined },
  };
  const made = await linkExchange(needs, { userId: 'u1', exchange: 'practice', name: 'mine', key });
  if (!made.ok) throw new Error(made.error);
  clock.atMs += 1;
  return made.value.linkId;
}

test('keepAuditing() looks at every link at the start, and again when asked, at most once a minute', async () => {
  const linkId = await linked();
  signer.behaviour = 'may_not_trade';
  clock.atMs += 11 * 60_000;
  const auditing = keepAuditing(needs);
  await vi.waitFor(async () => expect(await statusOf(linkId)).toBe('permissions_missing'));
  signer.behaviour = 'revoked';
  auditing.reauditSoon(linkId);
  await vi.waitFor(async () => expect(await statusOf(linkId)).toBe('invalid'));
  const reaudit = vi.spyOn(signer, 'reaudit');
  auditing.reauditSoon(linkId);
  await auditing.stop();
  expect(reaudit).not.toHaveBeenCalled();
  reaudit.mockRestore();
});

test('keepAuditing() asks about withdrawals once a week, and daily about the rest', async () => {
  const linkId = await linked();
  const scopes: string[] = [];
  const original = signer.reaudit.bind(signer);
  const reaudit = vi.spyOn(signer, 'reaudit').mockImplementation((credentialId, scope = 'daily') => {
    scopes.push(scope);
    return original(credentialId, scope);
  });
  await database.db.delete(links).where(ne(links.linkId, linkId));
  const days = 24 * 3_600_000;
  await database.db
    .update(links)
    .set({ probes: probesAt(clock.atMs) })
    .where(eq(links.linkId, linkId));
  for (const ageMs of [6 * days, 7 * days]) {
    const needsLater = { ...needs, wall: { nowMs: () => clock.atMs + ageMs } };
    const auditing = keepAuditing(needsLater);
    await vi.waitFor(() => expect(scopes.length).toBeGreaterThan(0));
    await auditing.stop();
    expect(scopes.at(-1)).toBe(ageMs === 7 * days ? 'full' : 'daily');
    scopes.length = 0;
  }
  reaudit.mockRestore();
});

test('isAudited() lets no order through before the exchange has answered an audit since the start', async () => {
  const linkId = await linked();
  signer.behaviour = 'unreachable';
  const auditing = keepAuditing(needs);
  expect(await auditing.isAudited(linkId)).toBe(false);
  const reaudit = vi.spyOn(signer, 'reaudit');
  // Not again within the same moment: an order's retries must not start an audit each.
  expect(await auditing.isAudited(linkId)).toBe(false);
  expect(reaudit).not.toHaveBeenCalled();
  signer.behaviour = 'safe';
  clock.atMs += 5_000;
  const [one, other] = await Promise.all([auditing.isAudited(linkId), auditing.isAudited(linkId)]);
  expect([one, other]).toEqual([true, true]);
  expect(reaudit).toHaveBeenCalledTimes(1);
  expect(await auditing.isAudited('link_nobody')).toBe(false);
  await auditing.stop();
  reaudit.mockRestore();
});

test('holdUntilAudited() answers orders as unreachable until then, and lets lookups through', async () => {
  const venue: Venue = {
    placeOrder: () => Promise.resolve({ kind: 'accepted', venueOrderId: 'v' }),
    cancelOrder: () => Promise.resolve({ kind: 'read', value: { cancelled: true } }),
    findOrder: () => Promise.resolve({ kind: 'read', value: null }),
    readOrderTrades: () => Promise.resolve({ kind: 'read', value: { kind: 'none_found' } }),
    readOwnTrades: () => Promise.resolve({ kind: 'read', value: [] }),
    readBalances: () => Promise.resolve({ kind: 'read', value: [] }),
  };
  const order = { kind: 'place_market_buy', orderId: 'o', book: 'btc_mxn', notional: '1' } as const;
  let isAudited = false;
  const signed = venuesOfLinks({ ...needs, onKeyRefused: () => undefined });
  const venues = {
    ...signed,
    venueFor: async (linkId: string) => {
      const found = await signed.venueFor(linkId);
      return found === null ? null : { ...found, venue };
    },
  };
  const held = holdUntilAudited(venues, { isAudited: () => Promise.resolve(isAudited) });
  const linkId = await linked();
  const before = await held(linkId);
  expect(await before?.venue.placeOrder(order, '1')).toEqual({
    kind: 'not_sent',
    cause: 'connection_refused',
  });
  expect(await before?.venue.readBalances('2')).toMatchObject({ kind: 'unread' });
  expect(await before?.venue.findOrder('o', '3')).toEqual({ kind: 'read', value: null });
  isAudited = true;
  expect(await (await held(linkId))?.venue.placeOrder(order, '4')).toMatchObject({ kind: 'accepted' });
});

function probesAt(atMs: number): ProbeEvidence[] {
  return safeProbes().map((probe) => ({ ...probe, atMs }));
}

test('auditedCredentials() answers for the link of a credential, and for none that is unknown', async () => {
  const linkId = await linked();
  const [row] = await database.db.select().from(links).where(eq(links.linkId, linkId));
  const asked: string[] = [];
  let isDone = false;
  const isAudited = auditedCredentials(database.db, {
    isAudited: (of) => {
      asked.push(of);
      return Promise.resolve(isDone);
    },
  });
  expect(await isAudited('nobody')).toBe(false);
  expect(await isAudited(row?.credentialId ?? '')).toBe(false);
  isDone = true;
  expect(await isAudited(row?.credentialId ?? '')).toBe(true);
  expect(asked).toEqual([linkId, linkId]);
});
