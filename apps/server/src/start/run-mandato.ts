// Brings up everything in the order in which it depends on each other, and takes it down in the reverse.

import type { Clock } from '@mandato/primitives/ports';
import { sandboxClock } from '@mandato/primitives/sandbox-clock';
import { noLimits, type SignerPrograms } from '@mandato/signer/client/signer-options';
import { type RunningSigner, startSigner } from '@mandato/signer/client/start-signer';
import type { Logger } from 'pino';
import type { SecurityNeeds } from '../account/account-security.ts';
import { accountsOf } from '../account/accounts.ts';
import { removeEndedSessions } from '../account/session-store.ts';
import { apiRouter } from '../api/api-router.ts';
import type { ProtectionNeeds } from '../api/protection.ts';
import { keepAnchored } from '../audit/keep-anchored.ts';
import type { TrailKeeper } from '../audit/trail-entry.ts';
import { httpServer } from '../http/http-server.ts';
import { startPgBossJobs } from '../jobs/pg-boss-jobs.ts';
import { checksUnderWay } from '../links/check-steps.ts';
import { forgetOrphans } from '../links/forget-orphans.ts';
import { auditedCredentials, holdUntilAudited } from '../links/hold-until-audited.ts';
import { type Auditing, keepAuditing } from '../links/keep-auditing.ts';
import { takeNonceShare } from '../links/nonce-share.ts';
import { nonceSource } from '../links/nonce-source.ts';
import { offeredExchanges } from '../links/offered-exchanges.ts';
import { venuesOfLinks } from '../links/venue-for-link.ts';
import { type DeliveryNeeds, keepDelivering } from '../notices/deliver-notices.ts';
import { sendToWebhook } from '../notices/send-to-webhook.ts';
import { type LinkShare, postgresLinkShare } from '../orders/link-share.ts';
import { marketPolicy } from '../orders/order-policy.ts';
import { planLimits } from '../plans/plan-limits.ts';
import { preparePlans } from '../plans/start-plans.ts';
import { acceleratedKeyLimits, newKeyLimits } from '../safety/default-limits.ts';
import { reconcileSignerStop } from '../safety/stop-buying.ts';
import { removeOldGrants } from '../step-up/step-up.ts';
import { type Database, type Db, openDatabase } from '../store/database.ts';
import { dyingAt } from './dying-at.ts';
import { listen, requireFreePort } from './listen.ts';
import { type Install, openInstall } from './open-install.ts';
import { compareWithExchange, openTrading } from './open-trading.ts';
import type { Options } from './read-options.ts';
import { sentenceOfSigner } from './sentence-of-signer.ts';
import { startWorkers } from './start-workers.ts';
import type { Undo } from './undo.ts';

/** Where the files lie that are not part of this program's bundle. */
export interface Places {
  readonly workerUrl: URL;
  readonly migrationsDir: string;
  readonly webDir: string;
  readonly signerPrograms: SignerPrograms;
  /** This program itself, which is also that of a worker. */
  readonly program: string;
}

export interface RunningMandato {
  /** The address people open. */
  readonly url: string;
  /** Resolves when its database ended by itself, as on a full disk: then it must end too, without a word to it. */
  readonly died: Promise<void>;
  stop(): Promise<void>;
}

/** Starts the server; rejects with a PlainFailure when a person has to do something first. */
export async function runMandato(options: Options, places: Places, log: Logger): Promise<RunningMandato> {
  const undo: Undo[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const { url, died } = await bringUp({ options, places, log, undo });
    return { url, died, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface BringingUp {
  readonly options: Options;
  readonly places: Places;
  readonly log: Logger;
  readonly undo: Undo[];
}

async function bringUp(of: BringingUp): Promise<Omit<RunningMandato, 'stop'>> {
  const { options, places, log, undo } = of;
  const wall: Clock = { nowMs: () => Date.now() };
  const market = options.sandboxClock === null ? wall : sandboxClock(options.sandboxClock, wall);
  const install = openInstall(options);
  undo.push(() => install.lock.release());
  await requireFreePort(options);
  const database = await open(options, places, { mac: install.key.trailMac, wall });
  undo.push(() => database.close());
  const anchored = await keepAnchored({ db: database.db, file: install.trailAnchorFile, wall, log });
  undo.push(() => anchored.stop());
  const signer = await bringUpSigner({ options, places, log, install, wall });
  undo.push(() => signer.stop());
  const { db } = database;
  await settleSigner(db, signer, log);
  await openTrading(db, options, log);
  undo.push(await keepClean(db, wall, log));
  const exchanges = offeredExchanges(options.practiceUrl, options.outgoingAddress);
  const nextNonce = nonceSource(wall, await takeNonceShare(db));
  const linkNeeds = { db, signer, exchanges, wall, market, log };
  const auditing = keepAuditing(linkNeeds);
  const onKeyRefused = (linkId: string) => auditing.reauditSoon(linkId);
  const venues = venuesOfLinks({ db, signer, exchanges, wall, onKeyRefused });
  undo.push(() => auditing.stop());
  const sandboxed = options.sandboxClock !== null;
  // An accelerated market is watched more closely than any queue polls, so there the jobs would only be a burden.
  const jobs = sandboxed
    ? null
    : await startPgBossJobs({ pool: database.pool, kind: database.kind, logger: log });
  undo.push(() => jobs?.stop());
  const share = shareOf(database);
  undo.push(() => share?.stop());
  const plans = await preparePlans({
    db,
    venueFor: holdUntilAudited(venues, auditing),
    nextNonce,
    marketClock: market,
    wallClock: wall,
    monotonicMs: () => performance.now(),
    installId: install.installId,
    sandboxed,
    logger: log,
    jobs,
    isOnlyProcess: database.kind === 'embedded',
    policy: {
      practiceTiming: options.practiceTiming,
      requestWindowMs: options.requestWindowMs,
      settleTimeMs: options.settleTimeMs,
      ...marketPolicy(options.sandboxClock),
      ...dyingAt(options.dieAt),
    },
    share,
  });
  undo.push(() => plans.stop());
  if (options.reconcileOnly) await compareWithExchange(plans.deps, log);
  const isAudited = auditedCredentials(db, auditing);
  undo.push(await startWorkers(options, { install, places, signer, wall, isAudited, onKeyRefused, log }));
  undo.push(startDelivering(options, { db, wall, log }));
  const security = { db, key: install.key, wall };
  const router = apiRouter({
    accounts: accountsOf(security),
    security,
    areNoticesSent: options.noticeWebhook !== null,
    protection: protectionOf(options, { security, signer, log, auditing }),
    links: { ...linkNeeds, key: install.key, venues, nextNonce, checks: checksUnderWay(wall) },
    plans: { ...plans, security, limits: planLimits(linkNeeds, log) },
    safety: { ...security, signer, operatorEmail: options.operatorEmail, rouse: () => plans.rouse() },
  });
  const app = await httpServer({ router, db, wall, log, reach: options, webDir: places.webDir });
  undo.push(() => app.close());
  const url = await listen(app, options);
  if (options.role === 'all') startPlansIfDurable(database, log, () => plans.start());
  return { url, died: database.died };
}

/** The embedded database has one process, whose turn it always is. */
function shareOf({ kind, pool }: Database): LinkShare | null {
  return kind === 'embedded' ? null : postgresLinkShare(pool, () => performance.now());
}

/** Stops that the signer has not heard of, and keys that a start which broke off left in it. Once it is open. */
async function settleSigner(db: Db, signer: RunningSigner, log: Logger): Promise<void> {
  await reconcileSignerStop({ db, signer });
  if (signer.unlockKey() !== null) {
    log.warn('the exchange keys are locked: nothing is bought until the operator gives the passphrase');
    return;
  }
  const forgotten = await forgetOrphans(db, signer);
  if (forgotten > 0) log.warn({ forgotten }, 'forgot keys that belonged to no link');
}

/** What is in force around the signer, and how a locked one is opened: then what waited for it is done. */
function protectionOf(
  { operatorEmail, keySource }: Options,
  of: {
    readonly security: SecurityNeeds;
    readonly signer: RunningSigner;
    readonly log: Logger;
    readonly auditing: Auditing;
  },
): ProtectionNeeds {
  const { security, signer, log, auditing } = of;
  const onUnlocked = async () => {
    await settleSigner(security.db, signer, log);
    auditing.reauditAll();
  };
  const networkMeans = () => signer.networkMeans();
  return { ...security, signer, operatorEmail, networkMeans, keySource, onUnlocked };
}

/** Sends notices out where the options say so, and answers how to end that. */
function startDelivering({ noticeWebhook }: Options, needs: Omit<DeliveryNeeds, 'send'>): Undo {
  const send = noticeWebhook === null ? null : sendToWebhook(noticeWebhook);
  const delivering = keepDelivering({ ...needs, send });
  return () => delivering.stop();
}

/** Now and every hour; answers how to end it. */
async function keepClean(db: Db, wall: Clock, log: Logger): Promise<Undo> {
  await cleanUp(db, wall, log);
  const cleaning = setInterval(() => void cleanUp(db, wall, log), 3_600_000);
  return () => clearInterval(cleaning);
}

/** Sessions that ended by themselves open nothing; their rows are only clutter. */
async function cleanUp(db: Db, wall: Clock, log: Logger): Promise<void> {
  try {
    await removeEndedSessions(db, wall.nowMs());
    await removeOldGrants(db, wall.nowMs());
  } catch (error) {
    log.warn({ err: error }, 'ended sessions could not be removed');
  }
}

function open(options: Options, places: Places, trail: TrailKeeper): Promise<Database> {
  const { migrationsDir, workerUrl } = places;
  return options.databaseUrl === null
    ? openDatabase({
        kind: 'embedded',
        dataDir: `${options.dataDir}/database`,
        migrationsDir,
        workerUrl,
        trail,
      })
    : openDatabase({ kind: 'postgres', url: options.databaseUrl, migrationsDir, trail });
}

async function bringUpSigner(of: {
  readonly options: Options;
  readonly places: Places;
  readonly log: Logger;
  readonly install: Install;
  readonly wall: Clock;
}): Promise<RunningSigner> {
  const { options, places, log, install, wall } = of;
  try {
    const signer = await startSigner({
      directory: `${options.dataDir}/signer`,
      keyFile: install.signerKeyFile,
      keySource: { kind: options.keySource },
      practiceUrl: options.practiceUrl,
      programs: places.signerPrograms,
      wall,
      // An accelerated market makes a year of orders in a minute of wall time.
      limits: { ...noLimits, ordersPerMinuteMax: options.sandboxClock === null ? 30 : null },
      newKeyLimits: options.sandboxClock === null ? newKeyLimits : acceleratedKeyLimits,
      ...(options.loosenWaitMs === null ? {} : { loosenWaitMs: options.loosenWaitMs }),
      onDiagnostic: (line) => log.warn({ line }, 'signer'),
    });
    log.info({ networkMeans: signer.networkMeans() }, 'the signer runs; means that keep it off the network');
    return signer;
  } catch (error) {
    throw sentenceOfSigner(error, install.signerKeyFile);
  }
}

/** Orders are only sent when what was recorded before survives a power cut. */
function startPlansIfDurable(database: Database, log: Logger, start: () => void): void {
  if (database.durability.kind === 'durable') {
    start();
    return;
  }
  log.error(
    { reason: database.durability.reason },
    'plans do not run: the database does not flush commits to disk, so no order may be sent',
  );
}
