// Audits that happen by themselves: all at the start, those asked for, and those due after a day.

import { ok } from '@mandato/primitives/result';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { users } from '../store/schema/account-schema.ts';
import { links } from '../store/schema/link-schema.ts';
import { openTemporaryDatabase, type TemporaryDatabase } from '../store/temporary-database.ts';
import { type FakeSigner, fakeSigner, sealedForTests } from './fake-signer.ts';
import { keepAuditing } from './keep-auditing.ts';
import { type LinkNeeds, linkExchange } from './link-exchange.ts';
import { offeredExchanges } from './offered-exchanges.ts';

let database: TemporaryDatabase;
let signer: FakeSigner;
let needs: LinkNeeds;
const clock = { atMs: Date.UTC(2026, 10, 22) };

beforeAll(async () => {
  database = await openTemporaryDatabase();
  signer = fakeSigner();
  const wall = { nowMs: () => clock.atMs };
  const log = { warn: () => undefined };
  needs = { db: database.db, signer, exchanges: offeredExchanges('http://localhost:4000'), wall, log };
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

test('keepAuditing() looks at every link at the start, and again when asked, at most once a minute', async () => {
  const linked = await linkExchange(needs, {
    userId: 'u1',
    exchange: 'practice',
    name: 'mine',
    sealed: sealedForTests,
    stepUp: { grant: () => Promise.resolve(ok(null)), consume: () => Promise.resolve(true) },
  });
  const linkId = linked.ok ? linked.value.linkId : '';
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
});
