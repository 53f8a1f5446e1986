// Linking from outside: what the evidence allows is linked, everything else leaves no trace but its reason.

import { ORPCError } from '@orpc/client';
import { desc, eq } from 'drizzle-orm';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Browser, openTemporaryServer, type TemporaryServer } from '../http/temporary-server.ts';
import { users } from '../store/schema/account-schema.ts';
import { activities } from '../store/schema/activity-schema.ts';
import { links } from '../store/schema/link-schema.ts';
import { type KeyBehaviour, sealedForTests } from './fake-signer.ts';
import { forgetOrphans } from './forget-orphans.ts';
import { offeredExchanges } from './offered-exchanges.ts';
import { venuesOfLinks } from './venue-for-link.ts';

const password = 'tres tigres tristes';
const form = { exchange: 'practice', name: 'My practice', sealed: sealedForTests, isAttested: true } as const;

let server: TemporaryServer;
let serial = 0;

beforeAll(async () => {
  server = await openTemporaryServer();
});
afterAll(() => server.discard());
beforeEach(() => {
  server.signer.behaviour = 'safe';
});

interface Person extends Pick<Browser, 'api'> {
  /** A code that was not used before; half a minute passes. */
  code(): string;
}

async function person(): Promise<Person> {
  serial += 1;
  const browser = server.browser();
  const email = `person${serial}@example.com`;
  await browser.api.account.signUp({ name: 'Ana', email, password, language: 'es' });
  const { manualKey } = await browser.api.account.beginSecondFactor({ password });
  const totp = new TOTP({ secret: Secret.fromBase32(manualKey.replaceAll(' ', '')) });
  await browser.api.account.confirmSecondFactor({ code: totp.generate({ timestamp: server.clock.atMs }) });
  const code = (): string => {
    server.clock.atMs += 30_000;
    return totp.generate({ timestamp: server.clock.atMs });
  };
  return { api: browser.api, code };
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const [outcome] = await Promise.allSettled([work]);
  if (outcome?.status === 'fulfilled') return 'no refusal';
  return outcome?.reason instanceof ORPCError ? outcome.reason.code : String(outcome?.reason);
}

async function newestActivity() {
  const [line] = await server.database.db.select().from(activities).orderBy(desc(activities.seq)).limit(1);
  return line;
}

test('links.link() links a key that can trade and was shown not to withdraw, with its evidence', async () => {
  const { api, code } = await person();
  const link = await api.links.link({ ...form, stepUpCode: code() });
  expect(link).toMatchObject({
    exchange: 'practice',
    name: 'My practice',
    status: { kind: 'connected' },
    remedy: 'none',
    verdict: 'PROBED',
    leak: { could: 'trade', isAdminConfirmed: true },
  });
  const withdrawals = link.permissions.find(({ permission }) => permission === 'make_withdrawals');
  expect(withdrawals).toMatchObject({ state: 'absent', evidence: { status: 401, code: '0202' } });
  expect(await api.links.list()).toEqual([link]);
  expect(server.signer.kept.size).toBe(1);
  expect(await newestActivity()).toMatchObject({ code: 'link_created', linkId: link.linkId });
});

const refusedKeys: [KeyBehaviour, string][] = [
  ['may_withdraw', 'withdrawal_allowed'],
  ['may_not_trade', 'place_orders_missing'],
  ['revoked', 'key_unknown_or_revoked'],
  ['unreachable', 'exchange_unreachable'],
  ['credential_malformed', 'credential_malformed'],
  ['credential_swapped', 'credential_swapped'],
  ['sealed_for_another_key', 'sealed_for_another_key'],
  ['signer_gone', 'signer_unavailable'],
];

test.each(refusedKeys)(
  'links.link() refuses a key that is %s, and keeps nothing of it',
  async (behaviour, reason) => {
    const { api, code } = await person();
    const keptBefore = server.signer.kept.size;
    const rowsBefore = await server.database.db.select().from(links);
    server.signer.behaviour = behaviour;
    expect(await refusalOf(api.links.link({ ...form, stepUpCode: code() }))).toBe(reason);
    expect(server.signer.kept.size).toBe(keptBefore);
    expect(await server.database.db.select().from(links)).toHaveLength(rowsBefore.length);
    expect(await api.links.list()).toEqual([]);
  },
);

test.each(['kraken', 'binance'] as const)(
  'item 1: links.link() takes no key of %s, where Mandato does not trade yet, and opens none',
  async (exchange) => {
    const { api, code } = await person();
    const rowsBefore = await server.database.db.select().from(links);
    const linesBefore = await server.database.db.select().from(activities);
    // The signer would find this key fit.
    const asked = api.links.link({ ...form, exchange, checkId: `check-${exchange}`, stepUpCode: code() });
    expect(await refusalOf(asked)).toBe('exchange_coming');
    expect(await api.links.checkSteps({ checkId: `check-${exchange}` })).toEqual([]);
    expect(await server.database.db.select().from(links)).toEqual(rowsBefore);
    expect(await server.database.db.select().from(activities)).toEqual(linesBefore);
  },
);

test('links.link() tells in the activity list why a key was refused', async () => {
  const { api, code } = await person();
  server.signer.behaviour = 'may_withdraw';
  await refusalOf(api.links.link({ ...form, stepUpCode: code() }));
  expect(await newestActivity()).toMatchObject({
    code: 'link_refused',
    details: { exchange: 'practice', reason: 'withdrawal_allowed' },
  });
});

test('links.link() asks for the tick, and keeps when it was given in the row and in the trail', async () => {
  const { api, code } = await person();
  const before = server.signer.kept.size;
  const unticked = { ...form, isAttested: false, stepUpCode: code() };
  expect(await refusalOf(api.links.link(unticked))).toBe('key_list_not_confirmed');
  expect(server.signer.kept.size).toBe(before);
  const link = await api.links.link({ ...form, stepUpCode: code() });
  const at = new Date(server.clock.atMs).toISOString();
  expect(link.attestedAt).toBe(at);
  const trail = await api.activity.trail({ before: null, limit: 10 });
  expect(trail.find(({ what }) => what === 'link_created')?.details).toMatchObject({
    attestedAt: at,
    verdict: 'PROBED',
  });
});

test('links.checkSteps() tells the steps of a check to whoever started it, and to nobody else', async () => {
  const { api, code } = await person();
  const stranger = (await person()).api;
  const checkId = 'check-0001';
  await api.links.link({ ...form, checkId, stepUpCode: code() });
  const steps = await api.links.checkSteps({ checkId });
  expect(steps.map(({ kind }) => kind)).toEqual([
    'opened',
    ...Array.from({ length: 5 }, () => ['asking', 'answered']).flat(),
    'judged',
    'confirmed',
    'stored',
  ]);
  expect(steps).toContainEqual({ kind: 'answered', probe: 'withdraw_nothing', status: 401, code: '0202' });
  expect(await stranger.links.checkSteps({ checkId })).toEqual([]);
});

test('links.link() needs a second factor', async () => {
  const browser = server.browser();
  await browser.api.account.signUp({ name: 'Bo', email: 'bo@example.com', password, language: 'en' });
  expect(await refusalOf(browser.api.links.link({ ...form, stepUpCode: '123456' }))).toBe(
    'second_factor_missing',
  );
  expect(await refusalOf(server.browser().api.links.link({ ...form, stepUpCode: '123456' }))).toBe(
    'session_expired',
  );
});

test('item 38: links of one person do not exist for another', async () => {
  const { api: mine, code } = await person();
  const theirs = (await person()).api;
  const { linkId } = await mine.links.link({ ...form, stepUpCode: code() });
  const before = server.signer.kept.size;
  expect(await theirs.links.list()).toEqual([]);
  expect(await refusalOf(theirs.links.reaudit({ linkId }))).toBe('link_unknown');
  expect(await refusalOf(theirs.links.balances({ linkId }))).toBe('link_unknown');
  expect(await refusalOf(theirs.links.unlink({ linkId, stepUpCode: '123456' }))).toBe('link_unknown');
  expect(server.signer.kept.size).toBe(before);
  expect(await mine.links.list()).toHaveLength(1);
});

test('links.unlink() makes the signer forget the key', async () => {
  const { api, code } = await person();
  const before = server.signer.kept.size;
  const { linkId } = await api.links.link({ ...form, stepUpCode: code() });
  expect(await api.links.unlink({ linkId, stepUpCode: code() })).toEqual({
    linkId,
    plansStopped: 0,
    ordersCancelled: 0,
  });
  expect(server.signer.kept.size).toBe(before);
  expect(await api.links.list()).toEqual([]);
  expect(await newestActivity()).toMatchObject({ code: 'link_removed', linkId });
  expect(await refusalOf(api.links.unlink({ linkId, stepUpCode: code() }))).toBe('link_unknown');
});

test('forgetOrphans() forgets a key that was stored when the server stopped, and no other', async () => {
  const { api, code } = await person();
  const { linkId } = await api.links.link({ ...form, stepUpCode: code() });
  const [row] = await server.database.db.select().from(links).where(eq(links.linkId, linkId));
  const owner = { userId: 'u', linkId: 'link_lost', exchange: 'practice' as const };
  await server.signer.store({ owner, sealed: sealedForTests, attestation: 'a' });
  expect(await forgetOrphans(server.database.db, server.signer)).toBe(1);
  expect([...server.signer.kept.keys()]).toContain(row?.credentialId);
  expect([...server.signer.kept.values()].map((kept) => kept.owner.linkId)).not.toContain('link_lost');
});

test('forgetOrphans() repairs a link whose key was replaced when the server stopped', async () => {
  const { api, code } = await person();
  const { linkId } = await api.links.link({ ...form, stepUpCode: code() });
  const [row] = await server.database.db.select().from(links).where(eq(links.linkId, linkId));
  const credentialId = row?.credentialId ?? '';
  const owner = { userId: row?.userId ?? '', linkId, exchange: 'practice' as const };
  await server.signer.replace({ credentialId, owner, sealed: sealedForTests, attestation: 'a' });
  expect(await forgetOrphans(server.database.db, server.signer)).toBe(0);
  const [link] = await api.links.list();
  expect(link).toMatchObject({ linkId, keyHint: 'new4', withdrawalsAskedAt: null });
});

test('venueFor() has a key looked at again after any 401 or 403, but not after a nonce that came too late', async () => {
  const { api, code } = await person();
  const { linkId } = await api.links.link({ ...form, stepUpCode: code() });
  const refused: string[] = [];
  const body = (errorCode: string) => JSON.stringify({ success: false, error: { code: errorCode } });
  const answers: [number, string][] = [
    [403, '<html>forbidden</html>'],
    [401, body('0299')],
    [401, body('0207')],
    [400, body('0379')],
  ];
  const seen = [];
  for (const [status, text] of answers) {
    const { venueFor } = venuesOfLinks({
      db: server.database.db,
      signer: {
        ...server.signer,
        execute: () => Promise.resolve({ kind: 'answered', status, body: text, date: null }),
      },
      exchanges: offeredExchanges('http://localhost:4000'),
      wall: { nowMs: () => server.clock.atMs },
      onKeyRefused: (id) => refused.push(id),
    });
    await (await venueFor(linkId))?.venue.readBalances('1');
    seen.push(refused.splice(0).length);
  }
  expect(seen).toEqual([1, 1, 0, 0]);
});

test('links.exchanges() says which exchange is for practice, and which are to come', async () => {
  const elsewhere = { isPractice: false, outgoingAddress: null } as const;
  expect(await server.browser().api.links.exchanges()).toEqual([
    { exchange: 'bitso', websiteUrl: 'https://bitso.com', isComing: false, ...elsewhere },
    {
      exchange: 'practice',
      websiteUrl: 'http://localhost:4000',
      isComing: false,
      isPractice: true,
      outgoingAddress: '127.0.0.1',
    },
    { exchange: 'kraken', websiteUrl: 'https://www.kraken.com', isComing: true, ...elsewhere },
    { exchange: 'binance', websiteUrl: 'https://www.binance.com', isComing: true, ...elsewhere },
  ]);
  expect(await server.database.db.select().from(users)).not.toEqual([]);
});
