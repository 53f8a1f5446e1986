// The canary: a secret that is linked and used, looked for in everything of Mandato but its signer, byte by byte.

import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { searchMemory } from '../../apps/signer/src/testing/search-memory.ts';
import type { BitsoKey } from '../rehearsal/bitso-client.ts';
import { freePort } from '../rehearsal/free-port.ts';
import { type RunningProgram, runProgram } from '../rehearsal/running-program.ts';
import { findBytes, spellingsOf } from './find-bytes.ts';
import { descendantOf } from './kill-a-process.ts';
import {
  anyCode,
  linkKey,
  makeKey,
  openSaver,
  openTrader,
  password,
  planForm,
  refusalOf,
  type Saver,
  tradingPermissions,
} from './people.ts';
import { openRecordingProxy, type RecordingProxy } from './recording-proxy.ts';

let directory: string;
let lonja: RunningProgram;
let mandato: RunningProgram;
let wire: RecordingProxy;
let saver: Saver;
let linked: BitsoKey;
let refused: BitsoKey;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mandato-canary-'));
  for (const folder of ['logs', 'dumps']) mkdirSync(join(directory, folder));
  const ports = { lonja: await freePort(), mandato: await freePort() };
  lonja = await runProgram({
    program: 'apps/lonja/dist/lonja.mjs',
    args: ['--port', `${ports.lonja}`, '--data', join(directory, 'lonja'), '--no-rate-limit'],
    url: `http://localhost:${ports.lonja}`,
    logFile: join(directory, 'lonja.log'),
  });
  wire = await openRecordingProxy(ports.lonja);
  mandato = await runProgram({
    nodeFlags: ['--heapsnapshot-signal=SIGUSR2', `--diagnostic-dir=${join(directory, 'dumps')}`],
    program: 'apps/server/dist/mandato.mjs',
    args: [
      ...['--port', `${ports.mandato}`, '--data', join(directory, 'mandato'), '--practice-url', wire.url],
      ...['--key-file', join(directory, 'keys/mandato.key')],
    ],
    url: `http://localhost:${ports.mandato}`,
    logFile: join(directory, 'logs/mandato.log'),
  });
  await walk();
});
afterAll(async () => {
  await Promise.allSettled([mandato.stop(), lonja.stop()]);
  await wire.close();
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
});

/** A key that can withdraw is refused, one that trades is linked, and an order is placed with it. */
async function walk(): Promise<void> {
  const [trader, person] = await Promise.all([
    openTrader(lonja.url, 'canary@example.com'),
    openSaver(mandato.url, 'canary@example.com'),
  ]);
  saver = person;
  refused = await makeKey(trader, { permissions: [...tradingPermissions, 'make_withdrawals'] });
  expect(await refusalOf(linkKey(saver.client, refused, anyCode))).toMatchObject({
    code: 'withdrawal_allowed',
  });
  linked = await makeKey(trader);
  const { linkId } = await linkKey(saver.client, linked, await saver.proof());
  await saver.client.links.balances({ linkId });
  const { planId } = await saver.client.plans.create(planForm(linkId, { stepUpCode: await saver.proof() }));
  await saver.client.plans.runNow({ planId, requestId: 'canarypress0001' });
  for (let look = 0; look < 600; look += 1) {
    const { orders } = await saver.client.plans.get({ planId });
    if (orders.some(({ state }) => state === 'done')) return;
    await sleep(100);
  }
  expect.fail('the order was not carried out within a minute');
}

const secrets = () => [linked.secret, refused.secret];

test('items 2, 13 and 14: no secret is in the data directory, the key folder or the log', () => {
  const folders = ['mandato', 'keys', 'logs'].map((folder) => join(directory, folder));
  // That the search works is shown by what must be there.
  expect(findBytes(folders, [linked.keyId.slice(-4)]).length).toBeGreaterThan(0);
  expect(findBytes(folders, [...secrets(), password])).toEqual([]);
});

test('items 2 and 14: no secret crosses the wire; the key’s public id does, in the header of each signed call', () => {
  const traffic = wire.recorded();
  expect(traffic.toString('latin1')).toMatch(new RegExp(`authorization: Bitso ${linked.keyId}:`, 'i'));
  for (const secret of secrets()) {
    expect(spellingsOf(secret).filter((bytes) => traffic.includes(bytes))).toEqual([]);
  }
});

test('items 2 and 14: no secret is in a heap dump of the main process, nor in any memory but the signer’s', async () => {
  process.kill(mandato.pid, 'SIGUSR2');
  const dump = await heapDump(join(directory, 'dumps'));
  expect(dump.includes('mandato_session')).toBe(true);
  for (const secret of secrets()) {
    expect(spellingsOf(secret).filter((bytes) => dump.includes(bytes))).toEqual([]);
  }
  expect(await descendantOf(mandato.pid, 'auditor.mjs')).toBeNull();
  if (process.platform !== 'linux') return;
  const egress = (await descendantOf(mandato.pid, 'egress.mjs')) ?? expect.fail('the egress runs');
  // The whole memory as it is in bytes, and as the engine keeps text that is not Latin.
  const forms = secrets().flatMap((secret) => [secret, [...secret].join('\0')]);
  expect(searchMemory(mandato.pid, ['bitso', ...forms])).toEqual(new Set(['bitso']));
  expect(searchMemory(egress, ['bitso', ...forms])).toEqual(new Set(['bitso']));
});

test('items 70 and 71: whatever is sent wrong is neither echoed in an answer nor written to the log', async () => {
  const canary = 'canary5f0c91d277';
  const sealed = { keyId: canary, ephemeralKey: canary, iv: canary, ciphertext: canary };
  const link = { exchange: 'practice', name: canary, sealed, stepUpCode: canary };
  const asked = [
    ask('/api/rpc/links/link', { json: link }),
    ask('/api/rpc/links/link', { json: { ...link, exchange: canary } }),
    ask('/api/rpc/account/signIn', { json: { email: `${canary}@example.com`, password: canary } }),
    ask('/api/rpc/account/resetPassword', { json: { token: canary, newPassword: canary } }),
    ask('/api/rpc/account/confirmSignIn', { json: { code: canary } }),
    ask('/api/rpc/passkeys/signIn', { json: { response: { id: canary, rawId: canary } } }),
    ask(`/api/rpc/${canary}/${canary}`, { json: canary }),
    ask(`/api/${canary}?secret=${canary}`, {}),
    ask('/api/rpc/links/link', `{"json":${canary}`),
    ask('/api/rpc/links/link', { json: { sealed: canary.repeat(20_000) } }),
  ];
  for (const answer of await Promise.all(asked)) {
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await answer.text()).not.toContain(canary);
  }
  expect(findBytes([join(directory, 'logs'), join(directory, 'mandato')], [canary])).toEqual([]);
});

function ask(path: string, body: unknown): Promise<Response> {
  return fetch(`${mandato.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: mandato.url },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** The dump that Node writes on the signal, once it is whole: it ends with a closing brace. */
async function heapDump(folder: string): Promise<Buffer> {
  for (let look = 0; look < 600; look += 1) {
    const [name] = readdirSync(folder).filter((file) => file.endsWith('.heapsnapshot'));
    const dump = name === undefined ? Buffer.alloc(0) : readFileSync(join(folder, name));
    if (dump.subarray(-8).toString('latin1').trimEnd().endsWith('}')) return dump;
    await sleep(100);
  }
  return expect.fail('the process wrote no heap dump within a minute');
}
