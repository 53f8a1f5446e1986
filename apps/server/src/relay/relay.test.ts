// The relay between a worker and the signer: who may use it, and what a cut connection means for an order.

import { setTimeout as sleep } from 'node:timers/promises';
import type { VenueAnswer } from '@mandato/invest-core/venue/venue-answer';
import type { SignerClient } from '@mandato/signer/client/signer-protocol';
import { afterEach, expect, it } from 'vitest';
import { type RelayClient, relayClient } from './relay-client.ts';
import { type RunningRelay, serveRelay } from './serve-relay.ts';

const secret = { installId: 'abcdefghijklmnop', secret: Buffer.alloc(32, 1) };
const nonce = (ms: number) => `${BigInt(ms) * 1_000_000n}`;
const order = { kind: 'place_market_buy', orderId: 'o-1', book: 'btc_mxn', notional: '500' } as const;
const request = { credentialId: 'c', intent: order, nonce: nonce(Date.now()) };

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

type Execute = SignerClient['execute'];

async function relay(
  execute: Execute,
  isAudited: (credentialId: string) => Promise<boolean> = () => Promise.resolve(true),
): Promise<{ relay: RunningRelay; asked: Parameters<Execute>[0][]; refused: string[] }> {
  const asked: Parameters<Execute>[0][] = [];
  const refused: string[] = [];
  const running = await serveRelay({
    secret,
    host: '127.0.0.1',
    port: 0,
    signer: {
      execute: (question) => {
        asked.push(question);
        return execute(question);
      },
    },
    wall: { nowMs: () => Date.now() },
    isAudited,
    onKeyRefused: (linkId) => void refused.push(linkId),
    log: { warn: () => undefined },
  });
  ends.push(() => running.stop());
  return { relay: running, asked, refused };
}

async function client(port: number, given = secret): Promise<RelayClient> {
  const made = relayClient({ host: '127.0.0.1', port, secret: given });
  ends.push(() => made.stop());
  for (let tries = 0; tries < 100 && !made.isConnected(); tries += 1) await sleep(10);
  return made;
}

const answered: VenueAnswer = { kind: 'answered', status: 200, body: '{}', date: null };

it('relayClient() brings a question to the signer and its answer back', async () => {
  const { relay: running, asked, refused } = await relay(() => Promise.resolve(answered));
  const worker = await client(running.port);
  expect(await worker.execute(request)).toEqual(answered);
  expect(asked).toEqual([request]);
  worker.tellKeyRefused('link-1');
  await worker.execute({ ...request, intent: { kind: 'read_balances' } });
  expect(refused).toEqual(['link-1']);
});

it.each([
  ['another secret', { ...secret, secret: Buffer.alloc(32, 2) }],
  ['another installation', { ...secret, installId: 'ponmlkjihgfedcba' }],
])('serveRelay() answers nobody with %s', async (_, given) => {
  const { relay: running, asked } = await relay(() => Promise.resolve(answered));
  const stranger = await client(running.port, given);
  expect(stranger.isConnected()).toBe(false);
  expect(await stranger.execute(request)).toEqual({ kind: 'not_sent', cause: 'egress_unavailable' });
  expect(asked).toEqual([]);
});

it('relayClient() calls an order lost when the connection ends after it was asked, and never asks again', async () => {
  const { relay: running, asked } = await relay(() => new Promise(() => undefined));
  const worker = await client(running.port);
  const answer = worker.execute(request);
  while (asked.length === 0) await sleep(5);
  await running.stop();
  expect(await answer).toEqual({ kind: 'lost', cause: 'signer_stopped' });
  expect(await worker.execute(request)).toEqual({ kind: 'not_sent', cause: 'egress_unavailable' });
  expect(asked).toHaveLength(1);
});

it('serveRelay() passes no placement on that lay in the connection, but still the reads', async () => {
  const { relay: running, asked } = await relay(() => Promise.resolve(answered));
  const worker = await client(running.port);
  const old = nonce(Date.now() - 10_000);
  expect(await worker.execute({ ...request, nonce: old })).toEqual({
    kind: 'not_sent',
    cause: 'egress_unavailable',
  });
  expect(await worker.execute({ ...request, intent: { kind: 'read_balances' }, nonce: old })).toEqual(
    answered,
  );
  expect(asked.map(({ intent }) => intent.kind)).toEqual(['read_balances']);
});

it('serveRelay() passes no order on before its key was audited, and lets looking up through', async () => {
  const audits: (() => Promise<boolean>)[] = [
    () => Promise.resolve(false),
    () => Promise.reject(new Error('no database')),
    () => Promise.resolve(false),
    () => Promise.resolve(true),
  ];
  const credentials: string[] = [];
  const { relay: running, asked } = await relay(
    () => Promise.resolve(answered),
    (credentialId) => {
      credentials.push(credentialId);
      return audits.shift()?.() ?? Promise.resolve(true);
    },
  );
  const worker = await client(running.port);
  const held = { kind: 'not_sent', cause: 'egress_unavailable' };
  const fresh = () => ({ ...request, nonce: nonce(Date.now()) });
  expect(await worker.execute(fresh())).toEqual(held);
  expect(await worker.execute(fresh())).toEqual(held);
  expect(await worker.execute({ ...fresh(), intent: { kind: 'read_balances' } })).toEqual(held);
  const lookUp = { kind: 'find_orders', orderIds: ['o-1'] } as const;
  expect(await worker.execute({ ...fresh(), intent: lookUp })).toEqual(answered);
  expect(await worker.execute(fresh())).toEqual(answered);
  expect(asked.map(({ intent }) => intent.kind)).toEqual(['find_orders', 'place_market_buy']);
  expect(credentials).toEqual(['c', 'c', 'c', 'c']);
});
