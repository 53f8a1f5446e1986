// A process that only works plans and orders on: it shares the database with others and reaches the signer by the relay.

import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@mandato/primitives/ports';
import { sandboxClock } from '@mandato/primitives/sandbox-clock';
import type { Logger } from 'pino';
import { type PgBossNeeds, startPgBossJobs } from '../jobs/pg-boss-jobs.ts';
import { takeNonceShare } from '../links/nonce-share.ts';
import { nonceSource } from '../links/nonce-source.ts';
import { offeredExchanges } from '../links/offered-exchanges.ts';
import { venuesOfLinks } from '../links/venue-for-link.ts';
import { reconcileStage } from '../orders/kill-switch.ts';
import { postgresLinkShare } from '../orders/link-share.ts';
import { marketPolicy } from '../orders/order-policy.ts';
import { preparePlans } from '../plans/start-plans.ts';
import { relayClient } from '../relay/relay-client.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { compareFirst } from './open-trading.ts';
import { PlainFailure } from './plain-failure.ts';
import type { Address, WorkerOptions } from './read-options.ts';
import type { Undo } from './undo.ts';
import { readWorkerKey } from './worker-key.ts';

export interface RunningWorker {
  stop(): Promise<void>;
}

/** Lanes and slots are timed by each machine's own clock; their leases allow for less than this. */
const clockApartMsMax = 2_000;
const connectWithinMs = 20_000;

/** Starts a worker; rejects with a PlainFailure when a person has to do something first. */
export async function runWorker(
  options: WorkerOptions,
  places: { readonly migrationsDir: string },
  log: Logger,
): Promise<RunningWorker> {
  const undo: Undo[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    await bringUp(options, { places, log, undo });
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface BringingUp {
  readonly places: { readonly migrationsDir: string };
  readonly log: Logger;
  readonly undo: Undo[];
}

async function bringUp(options: WorkerOptions, { places, log, undo }: BringingUp): Promise<void> {
  const wall: Clock = { nowMs: () => Date.now() };
  const market = options.sandboxClock === null ? wall : sandboxClock(options.sandboxClock, wall);
  const key = readWorkerKey(options.workerKeyFile);
  const trail = { mac: key.trailMac, wall };
  const { migrationsDir } = places;
  const database = await openDatabase({ kind: 'postgres', url: options.databaseUrl, migrationsDir, trail });
  undo.push(() => database.close());
  await requireFitDatabase(database, wall);
  if ((await reconcileStage(database.db)) === 'to_compare') throw new PlainFailure(compareFirst);
  const relay = relayClient({ ...options.relay, secret: key.relay });
  undo.push(() => relay.stop());
  await requireRelay(() => relay.isConnected(), options.relay);
  const share = postgresLinkShare(database.pool, () => performance.now());
  undo.push(() => share.stop());
  const sandboxed = options.sandboxClock !== null;
  const needs: PgBossNeeds = { pool: database.pool, kind: 'postgres', logger: log };
  const jobs = sandboxed ? null : await startPgBossJobs(needs);
  undo.push(() => jobs?.stop());
  const { db } = database;
  const exchanges = offeredExchanges(options.practiceUrl);
  const onKeyRefused = (linkId: string) => relay.tellKeyRefused(linkId);
  const venues = venuesOfLinks({ db, signer: relay, exchanges, wall, onKeyRefused });
  const plans = await preparePlans({
    db,
    venueFor: (linkId) => venues.venueFor(linkId),
    nextNonce: nonceSource(wall, await takeNonceShare(db)),
    marketClock: market,
    wallClock: wall,
    monotonicMs: () => performance.now(),
    installId: key.relay.installId,
    sandboxed,
    logger: log,
    jobs,
    isOnlyProcess: false,
    share,
    policy: {
      practiceTiming: options.practiceTiming,
      requestWindowMs: options.requestWindowMs,
      settleTimeMs: options.settleTimeMs,
      ...marketPolicy(options.sandboxClock),
    },
  });
  undo.push(() => plans.stop());
  plans.start();
  if (options.health === null) return;
  const health = await answerHealth(options.health, () => relay.isConnected());
  undo.push(() => void health.close());
}

/** A worker without a durable database, or with another time, must not begin. */
async function requireFitDatabase(database: Database, wall: Clock): Promise<void> {
  if (database.durability.kind !== 'durable') {
    throw new PlainFailure(
      `This PostgreSQL server does not flush commits to disk (${database.durability.reason}): turn fsync and synchronous_commit on.`,
    );
  }
  const askedMs = wall.nowMs();
  const { rows } = await database.pool.query<{ ms: string }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::bigint::text as ms',
  );
  const apartMs = Math.abs(Number(rows[0]?.ms) - (askedMs + wall.nowMs()) / 2);
  if (apartMs > clockApartMsMax) {
    throw new PlainFailure(
      `The clock of this machine is ${Math.round(apartMs / 1000)} s away from that of the database: set both by NTP.`,
    );
  }
}

async function requireRelay(isConnected: () => boolean, { host, port }: Address): Promise<void> {
  for (const untilMs = performance.now() + connectWithinMs; performance.now() < untilMs; await sleep(20))
    if (isConnected()) return;
  throw new PlainFailure(
    `The relay at ${host}:${port} does not answer this worker: start the host with --relay, and copy its worker key here again.`,
  );
}

async function answerHealth({ host, port }: Address, isWell: () => boolean): Promise<Server> {
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/healthz' ? (isWell() ? 200 : 503) : 404;
    response.end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}
