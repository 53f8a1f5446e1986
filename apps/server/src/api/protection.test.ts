// What is in force is told as the signer said it, and without a signer nothing is claimed.

import type { NetworkMeans } from '@mandato/signer/client/signer-options';
import { call, ORPCError } from '@orpc/server';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sealedForTests } from '../links/fake-signer.ts';
import { auditEntries } from '../store/schema/audit-schema.ts';
import {
  openTemporaryDatabase,
  serverKeyForTests,
  type TemporaryDatabase,
} from '../store/temporary-database.ts';
import type { ApiContext, Caller } from './api-base.ts';
import { type ProtectionNeeds, protectionProcedures } from './protection.ts';

let database: TemporaryDatabase;
const clock = { atMs: Date.UTC(2026, 10, 22) };
const lock = { answers: [] as (string | null)[], isLocked: true, opened: 0 };

beforeAll(async () => {
  database = await openTemporaryDatabase();
});
afterAll(() => database.discard());
beforeEach(() => {
  Object.assign(lock, { answers: [], isLocked: true, opened: 0 });
});

function needs(given: Partial<ProtectionNeeds> = {}): ProtectionNeeds {
  return {
    db: database.db,
    key: serverKeyForTests,
    wall: { nowMs: () => clock.atMs },
    operatorEmail: 'ana@example.com',
    networkMeans: () => [],
    keySource: 'file',
    signer: {
      unlockKey: () => (lock.isLocked ? { keyId: 'u1', publicKey: 'AAAA' } : null),
      unlock: () => {
        const answer = lock.answers.shift() ?? null;
        if (answer === null) lock.isLocked = false;
        return Promise.resolve(answer);
      },
    },
    onUnlocked: () => {
      lock.opened += 1;
      return Promise.resolve();
    },
    ...given,
  };
}

function signedInAs(email: string): ApiContext {
  const person = { userId: email, name: 'Ana', email, language: null, hasSecondFactor: true };
  const caller: Caller = { kind: 'signed_in', person, sessionId: 's1', tokenHash: 'h' };
  return { ...context, caller };
}

async function refusalOf(work: Promise<unknown>): Promise<unknown> {
  const [outcome] = await Promise.allSettled([work]);
  const error: unknown = outcome?.status === 'rejected' ? outcome.reason : null;
  return error instanceof ORPCError ? error.code : error;
}

const context: ApiContext = {
  caller: { kind: 'anonymous' },
  address: '127.0.0.1',
  device: { tokenHash: null, userAgent: '' },
  relyingParty: null,
  holdBrowser: () => 'browser',
  setDeviceToken: () => undefined,
  setSessionToken: () => undefined,
};

test('protection.inForce() repeats what the signer found, and refuses where there is no signer', async () => {
  const found: readonly NetworkMeans[] = ['no_network_globals', 'empty_network_namespace'];
  const { inForce } = protectionProcedures(needs({ networkMeans: () => found, keySource: 'passphrase' }));
  expect(await call(inForce, undefined, { context })).toEqual({
    networkMeans: found,
    keySource: 'passphrase',
  });
  const gone = protectionProcedures(
    needs({
      networkMeans: () => {
        throw new Error('no signer');
      },
    }),
  );
  const [outcome] = await Promise.allSettled([call(gone.inForce, undefined, { context })]);
  const error: unknown = outcome?.status === 'rejected' ? outcome.reason : null;
  expect(error instanceof ORPCError && error.code).toBe('signer_unavailable');
});

test('protection.unlock() takes the passphrase from the operator alone, tells a wrong one, and slows guessing', async () => {
  const { lock: look, unlock } = protectionProcedures(needs());
  const input = { sealed: sealedForTests };
  const [ana, eva] = [signedInAs('ana@example.com'), signedInAs('eva@example.com')];
  const unlockKey = { keyId: 'u1', publicKey: 'AAAA' };
  expect(await call(look, undefined, { context: eva })).toEqual({ unlockKey, isOperator: false });
  expect(await call(look, undefined, { context: ana })).toEqual({ unlockKey, isOperator: true });
  expect(await refusalOf(call(look, undefined, { context }))).toBe('session_expired');
  expect(await refusalOf(call(unlock, input, { context: eva }))).toBe('operator_only');
  lock.answers.push('passphrase_too_short', ...Array<string>(20).fill('passphrase_wrong'));
  const told: unknown[] = [];
  for (let tries = 0; tries < 8; tries += 1)
    told.push(await refusalOf(call(unlock, input, { context: ana })));
  expect(told.slice(0, 2)).toEqual(['passphrase_too_short', 'passphrase_wrong']);
  expect(told.at(-1)).toBe('too_many_tries');
  expect(lock.opened).toBe(0);
  clock.atMs += 3_600_000;
  lock.answers.length = 0;
  expect(await call(unlock, input, { context: ana })).toEqual({ unlockKey: null, isOperator: true });
  // Given twice, it does no harm and changes nothing.
  await call(unlock, input, { context: ana });
  expect(lock.opened).toBe(1);
  const rows = await database.db.select().from(auditEntries);
  expect(rows.map(({ what }) => what)).toContain('signer_unlock_refused');
  expect(rows.at(-1)).toMatchObject({ what: 'signer_unlocked', userId: 'ana@example.com' });
});
