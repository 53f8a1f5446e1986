#!/usr/bin/env node
// The process: reads its options, opens the exchange, makes its market, listens, and stops without losing anything.

import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBookId } from '@mandato/exchange-core/ids';
import { bookSpecOf, bookSpecs } from '@mandato/exchange-core/view/book-view';
import { unreachable } from '@mandato/primitives/invariant';
import type { Clock } from '@mandato/primitives/ports';
import { sandboxClock } from '@mandato/primitives/sandbox-clock';
import { type Logger, pino } from 'pino';
import { createSocketServer, type SocketServer } from './http/socket-server.ts';
import { inlineMore } from './inline-more.ts';
import { readCandleFile } from './market/candle-file.ts';
import type { RunningMarket } from './market/market-port.ts';
import { createReplayClock, type ReplayClock } from './market/replay-clock.ts';
import { startReplayMarket } from './market/replay-market.ts';
import { startSimulatedMarket } from './market/simulated-market.ts';
import { type Lonja, type OpenLonjaError, openLonja } from './open-lonja.ts';
import { randomIds } from './random-ids.ts';
import { helpText, type LonjaOptions, type ReplayCandles, readOptions } from './read-options.ts';
import { readReplayFile } from './replay-file.ts';
import { loadCertificate } from './tls/certificate-files.ts';

const usageError = 2;
const cannotStart = 3;
const wallClock: Clock = { nowMs: () => Date.now() };

/** A reason not to start, in one sentence. */
class StartRefused extends Error {}

async function main(): Promise<void> {
  inlineMore();
  const options = readOptions(process.argv.slice(2));
  if (!options.ok) return exitWith(usageError, `${options.error} Try --help.`);
  if (options.value === 'help') {
    process.stdout.write(helpText);
    return;
  }
  const log = pino({ base: null, level: options.value.logLevel });
  try {
    await run(options.value, log);
  } catch (error) {
    if (error instanceof StartRefused) return exitWith(cannotStart, error.message);
    throw error;
  }
}

function exitWith(code: number, sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = code;
}

async function run(options: LonjaOptions, log: Logger): Promise<void> {
  const replayClock = createReplayClock(wallClock);
  const marketClock = marketClockOf(options, replayClock);
  const directory = path.resolve(options.data);
  const opened = await openLonja({
    directory,
    wallClock,
    marketClock,
    ids: randomIds,
    hasRateLimits: options.hasRateLimits,
    hasSandboxFaults: options.hasSandboxFaults,
    pagesFolder: fileURLToPath(new URL('../../lonja-web/dist', import.meta.url)),
    noteError: (error) => log.error({ err: error }, 'a request met a bug of ours'),
    noteRequest: (observed) => log.debug(observed, 'request'),
    snapshotThreadUrl: new URL('./snapshot-thread-main.mjs', import.meta.url),
    noteSnapshotFailure: (reason) =>
      log.warn({ reason }, 'no snapshot was written: nothing is lost, the next start takes longer'),
    notePageFailure: (reason) =>
      log.warn({ reason }, 'old trades could not be put away: they stay in memory, and it is tried again'),
  });
  if (!opened.ok) throw new StartRefused(sentenceOf(opened.error, directory));
  const lonja = opened.value;
  const certificate = options.httpsPort === null ? null : loadCertificate(directory, wallClock.nowMs());
  const server = createSocketServer(lonja.router);
  const secureServer = certificate === null ? null : createSocketServer(lonja.router, certificate);
  const servers = secureServer === null ? [server] : [server, secureServer];
  for (const each of servers) lonja.streamServer.attach(each);
  const stopped = new AbortController();
  listenForStop(stopped, log);
  const markets: RunningMarket[] = [];
  try {
    // The books are alive before anybody can ask.
    markets.push(...(await startMarkets(lonja, options, replayClock)));
    const url = await listen(server, { ...options, scheme: 'http' });
    log.info({ url, data: directory, market: options.market.kind }, 'listening');
    if (secureServer !== null && options.httpsPort !== null) {
      const secure = { scheme: 'https', host: options.host, port: options.httpsPort } as const;
      const secureUrl = await listen(secureServer, secure);
      log.info({ url: secureUrl, certificate: certificate?.certFile }, 'listening with its own certificate');
    }
    if (options.hasSandboxFaults) log.warn('anyone who reaches the port may set faults: see /sandbox/faults');
    process.send?.({ kind: 'ready', url });
    if (!stopped.signal.aborted) await once(stopped.signal, 'abort');
  } finally {
    await stop(lonja, servers, markets);
  }
  log.info('stopped');
}

function listenForStop(stopped: AbortController, log: Logger): void {
  function stopOn(reason: string): () => void {
    return () => {
      if (!stopped.signal.aborted) log.info({ reason }, 'stopping');
      stopped.abort();
    };
  }
  process.on('SIGTERM', stopOn('SIGTERM'));
  process.on('SIGINT', stopOn('SIGINT'));
  if (process.connected) process.on('disconnect', stopOn('the parent process is gone'));
}

async function listen(
  server: SocketServer,
  { scheme, host, port }: { readonly scheme: 'http' | 'https'; readonly host: string; readonly port: number },
): Promise<string> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new StartRefused(
      code === 'EADDRINUSE'
        ? `Port ${port} is taken by another program: stop it, or choose another port with --${scheme === 'http' ? 'port' : 'https-port'}.`
        : `Lonja cannot listen on ${host}:${port} (${code}).`,
    );
  }
  const address = server.address();
  const name = host === '127.0.0.1' ? 'localhost' : host;
  return `${scheme}://${name}:${typeof address === 'object' && address !== null ? address.port : port}`;
}

function marketClockOf({ sandboxClock: spec, market }: LonjaOptions, replayClock: Clock): Clock {
  if (spec !== null) return sandboxClock(spec, wallClock);
  return market.kind === 'replay_candles' ? replayClock : wallClock;
}

async function startMarkets(
  lonja: Lonja,
  options: LonjaOptions,
  replayClock: ReplayClock,
): Promise<readonly RunningMarket[]> {
  const { market, seed } = options;
  const port = lonja.marketPort;
  switch (market.kind) {
    case 'none':
      return [];
    case 'simulated':
      return [await startSimulatedMarket({ port, seed })];
    case 'replay': {
      const prices = readReplayFile(market.file);
      if (!prices.ok) throw new StartRefused(prices.error);
      const books = [...prices.value].map(([book, rows]) => startReplayMarket({ port, book, prices: rows }));
      return Promise.all(books);
    }
    case 'replay_candles':
      return startCandles(lonja, { market, seed, replayClock });
    default:
      return unreachable(market);
  }
}

async function startCandles(
  { marketPort: port }: Lonja,
  of: { readonly market: ReplayCandles; readonly seed: number; readonly replayClock: ReplayClock },
): Promise<readonly RunningMarket[]> {
  const { market, seed, replayClock } = of;
  const spec = isBookId(market.book) ? bookSpecOf(port.exchange, market.book) : null;
  if (spec === null) {
    const books = bookSpecs(port.exchange).map(({ id }) => id);
    throw new StartRefused(
      `There is no book "${market.book}" here: name one of ${books.join(', ')} with --replay-book.`,
    );
  }
  const prices = readCandleFile(market.file, spec, market.fromMs);
  if (!prices.ok) throw new StartRefused(prices.error);
  // Market time never goes back, so a replay that was interrupted goes on.
  replayClock.start(Math.max(prices.value[0]?.atMs ?? 0, port.exchange.nowMs), market.speed);
  const replayed = await startReplayMarket({ port, book: spec.id, prices: prices.value });
  return [replayed, await startSimulatedMarket({ port, seed, except: [spec.id] })];
}

async function stop(
  lonja: Lonja,
  servers: readonly SocketServer[],
  markets: readonly RunningMarket[],
): Promise<void> {
  lonja.streamServer.close();
  const closed = servers.map((server) => (server.listening ? once(server, 'close') : Promise.resolve()));
  for (const server of servers) {
    server.close();
    server.closeIdleConnections();
  }
  // Whoever is in the middle of a request gets a moment; a connection that only stays open does not.
  const cutOff = setTimeout(() => {
    for (const server of servers) server.closeAllConnections();
  }, 2_000);
  await Promise.all([...closed, ...markets.map((market) => market.stop())]);
  clearTimeout(cutOff);
  await lonja.close();
  if (process.connected) process.disconnect();
}

function sentenceOf(error: OpenLonjaError, directory: string): string {
  switch (error.code) {
    case 'data_held':
      return `${directory} is in use by another Lonja (process ${error.pid}): stop it, or choose another folder with --data.`;
    case 'data_not_writable':
      return `${directory} cannot be written (${error.reason}): choose another folder with --data.`;
    case 'data_contended':
      return `Several programs are starting on ${directory} at once: try again.`;
    case 'key_file_missing':
      return `${error.file} is missing: without it the stored keys cannot be read, so put it back.`;
    case 'key_file_malformed':
      return `${error.file} does not hold a key: put the original file back.`;
    case 'journal_unreadable':
      return `The journal in ${directory} cannot be read (${error.reason}).`;
    case 'journal_broken':
      return `The journal in ${directory} is damaged at byte ${error.offset}: restore it from a copy.`;
    case 'journal_version_unknown':
      return `The journal in ${directory} was written by another version of Lonja.`;
    case 'journal_visit_ended':
      return `The journal in ${directory} could not be replayed.`;
    case 'journal_record_unknown':
    case 'journal_replay_refused':
      return `Record ${error.record} of the journal in ${directory} does not fit this version of Lonja.`;
    default:
      return unreachable(error);
  }
}

await main();
