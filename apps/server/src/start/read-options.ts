// Reads the command line of the server.

import { homedir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { requestWindowMs, settleTimeMs } from '@mandato/invest-core/order/settle-rule';
import { parseSandboxClock, type SandboxClockSpec } from '@mandato/primitives/sandbox-clock';
import { isAddress } from '../links/outgoing-address.ts';
import { isWebhookUrl, type Webhook } from '../notices/send-to-webhook.ts';
import { type ExchangeTiming, type FaultPoint, faultPoints } from '../orders/order-policy.ts';
import { PlainFailure } from './plain-failure.ts';

export const help = `mandato [--port N] [--data DIR] [--practice-url URL | --no-practice]

Runs Mandato until Ctrl-C.

  --port N              where it answers (3000)
  --host ADDRESS        which address it listens on (127.0.0.1)
  --public-url URL      the address that people open when it stands behind HTTPS
  --data DIR            where everything is kept (./data/mandato)
  --practice-url URL    the practice exchange (http://localhost:4000)
  --no-practice         without the practice exchange
  --key-file PATH       the key that encrypts stored exchange keys (~/.config/mandato/<install>.key)
  --key-source SOURCE   file, or passphrase: then nobody finds a key file, and after each start nothing is bought until
                        the operator has given the passphrase in the browser (file; MANDATO_KEY_SOURCE)
  --outgoing-address A  the IP address that exchanges see calls come from, for a key's list of addresses
                        (MANDATO_OUTGOING_ADDRESS; it cannot be found out from here)
  --database-url URL    a PostgreSQL server instead of the embedded database; MANDATO_DATABASE_URL says the same where
                        other users of the machine must not read the password in the list of processes
  --role ROLE           all, host or worker (all): a host works no orders itself; a worker does nothing else, and needs
                        --database-url, --relay and --worker-key
  --workers N           start N more worker processes on this machine (0); needs --database-url
  --relay ADDRESS:PORT  where workers reach the signer: the host listens there, a worker connects to it
  --worker-key PATH     the worker's key, as the host wrote it beside its key file
  --reconcile-only      after a backup was restored: compare with the exchange and send nothing; the next start without
                        it opens trading again
  --sandbox-clock SPEC  ORIGIN_MS,RATE,ANCHOR_WALL_MS: an accelerated market clock
  --practice-timing W,S what the practice exchange was measured to need: the window of its nonces and its settle time,
                        in milliseconds (600000,600000); the real exchange keeps its own
  --die-at POINT:N      for crash tests on a sandbox clock: ends as kill -9 would when an order reaches POINT the Nth time
  --operator EMAIL      who may stop buying for everybody (whoever has the oldest account)
  --loosen-wait MINUTES how long looser limits wait before they hold (1440)
  --request-window S    seconds after which the exchange refuses a signed request (600); lower only if measured
  --notice-webhook URL  where notices are handed out as JSON, to be made e-mails; HTTPS, or HTTP on this machine
                        (MANDATO_NOTICE_WEBHOOK). A token in MANDATO_NOTICE_TOKEN is shown to it. Without this, notices
                        are in the app alone
  --settle-time S       seconds within which an accepted order shows up (600); lower only if measured
  --help                this text
`;

export interface Options {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: URL | null;
  readonly dataDir: string;
  readonly practiceUrl: string | null;
  /** Null for the default, which names the installation. */
  readonly keyFile: string | null;
  /** Where the key that encrypts the exchange keys comes from. */
  readonly keySource: 'file' | 'passphrase';
  /** Null when whoever runs this has not said it. */
  readonly outgoingAddress: string | null;
  readonly databaseUrl: string | null;
  /** `host`: pages, API and signer, but no order work. `worker` is read as WorkerOptions. */
  readonly role: 'all' | 'host';
  /** Where workers of other machines are answered; null for nobody. */
  readonly relay: Address | null;
  /** Nothing is sent; everything that may have been sent since a restored backup is looked for. */
  readonly reconcileOnly: boolean;
  /** How many workers to start on this machine. */
  readonly workersHere: number;
  readonly sandboxClock: SandboxClockSpec | null;
  /** Null for the cautious default. */
  readonly practiceTiming: ExchangeTiming | null;
  readonly dieAt: DyingMoment | null;
  /** Null for whoever has the oldest account. */
  readonly operatorEmail: string | null;
  /** Null for the signer's own default. */
  readonly loosenWaitMs: number | null;
  /** Null when notices are in the app alone. */
  readonly noticeWebhook: Webhook | null;
  /** W: what is assumed of the exchange until it has been measured is the default. */
  readonly requestWindowMs: number;
  /** S, likewise. */
  readonly settleTimeMs: number;
}

/** A named moment of the order pipeline; `count` from 1. */
export interface DyingMoment {
  readonly point: FaultPoint;
  readonly count: number;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What a worker is told; everything that it keeps is in the database. */
export interface WorkerOptions {
  readonly role: 'worker';
  readonly databaseUrl: string;
  readonly relay: Address;
  readonly workerKeyFile: string;
  readonly practiceUrl: string | null;
  readonly sandboxClock: SandboxClockSpec | null;
  readonly practiceTiming: ExchangeTiming | null;
  readonly requestWindowMs: number;
  readonly settleTimeMs: number;
  /** Where it answers whether it is well; null for nowhere. */
  readonly health: Address | null;
}

/** The options in `args`, or 'help'; a mistake is a PlainFailure that names it. */
export function readOptions(args: readonly string[]): Options | WorkerOptions | 'help' {
  const words = readWords(args);
  if (words.help === true) return 'help';
  const role = words.role ?? 'all';
  if (role === 'worker') return readWorkerOptions(words);
  if (role !== 'all' && role !== 'host')
    throw new PlainFailure(`--role is all, host or worker, not "${role}".`);
  requireServerFor(words);
  return {
    role,
    relay: words.relay === undefined ? null : readAddress('--relay', words.relay),
    reconcileOnly: words['reconcile-only'] === true,
    workersHere: readCount('--workers', words.workers ?? '0', 64),
    port: readPort(words.port ?? '3000'),
    host: words.host ?? '127.0.0.1',
    publicUrl: words['public-url'] === undefined ? null : readUrl('--public-url', words['public-url']),
    dataDir: path.resolve(words.data ?? 'data/mandato'),
    practiceUrl: readPracticeUrl(words),
    keyFile: words['key-file'] === undefined ? null : path.resolve(words['key-file']),
    keySource: readKeySource(words['key-source']),
    outgoingAddress: readOutgoing(words['outgoing-address'] ?? process.env['MANDATO_OUTGOING_ADDRESS']),
    databaseUrl: words['database-url'] ?? null,
    sandboxClock: readClock(words['sandbox-clock']),
    practiceTiming: readTiming(words['practice-timing']),
    dieAt: readDyingMoment(words['die-at'], words['sandbox-clock'] !== undefined),
    operatorEmail: words.operator ?? null,
    noticeWebhook: readWebhook(words['notice-webhook']),
    loosenWaitMs: readMinutes('--loosen-wait', words['loosen-wait']),
    ...readSpans(words),
  };
}

function requireServerFor(words: Words): void {
  const hasWorkers = words.role === 'host' || words.relay !== undefined || words.workers !== undefined;
  if (hasWorkers && words['database-url'] === undefined)
    throw new PlainFailure(
      'Several processes need a PostgreSQL server: name it with --database-url. The embedded database has one process.',
    );
}

function readWorkerOptions(words: Words): WorkerOptions {
  const { relay, 'database-url': databaseUrl, 'worker-key': workerKeyFile } = words;
  if (relay === undefined || databaseUrl === undefined || workerKeyFile === undefined)
    throw new PlainFailure('A worker needs --database-url, --relay and --worker-key. See --help.');
  return {
    role: 'worker',
    databaseUrl,
    relay: readAddress('--relay', relay),
    workerKeyFile: path.resolve(workerKeyFile),
    practiceUrl: readPracticeUrl(words),
    sandboxClock: readClock(words['sandbox-clock']),
    practiceTiming: readTiming(words['practice-timing']),
    ...readSpans(words),
    health: words.port === undefined ? null : { host: words.host ?? '127.0.0.1', port: readPort(words.port) },
  };
}

function readPracticeUrl(words: Words): string | null {
  if (words['no-practice'] === true) return null;
  return readUrl('--practice-url', words['practice-url'] ?? 'http://localhost:4000').origin;
}

function readAddress(option: string, text: string): Address {
  const { host, port } = /^(?<host>.+):(?<port>\d{1,5})$/.exec(text)?.groups ?? {};
  const number = Number(port);
  if (host !== undefined && number >= 0 && number <= 65_535) return { host, port: number };
  throw new PlainFailure(`${option} takes an address such as 10.0.0.5:3100, and "${text}" is not one.`);
}

function readCount(option: string, text: string, max: number): number {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : -1;
  if (count >= 0 && count <= max) return count;
  throw new PlainFailure(`${option} takes a number from 0 to ${max}, and "${text}" is not one.`);
}

/** Where the key is kept unless another place is named: away from the data that it protects. */
export function defaultKeyFile(installId: string): string {
  return path.join(homedir(), '.config', 'mandato', `${installId}.key`);
}

type Words = ReturnType<typeof readWords>;

function readWords(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        'public-url': { type: 'string' },
        data: { type: 'string' },
        'practice-url': { type: 'string' },
        'no-practice': { type: 'boolean' },
        'key-file': { type: 'string' },
        'key-source': { type: 'string' },
        'outgoing-address': { type: 'string' },
        'database-url': { type: 'string' },
        'sandbox-clock': { type: 'string' },
        'practice-timing': { type: 'string' },
        'die-at': { type: 'string' },
        role: { type: 'string' },
        workers: { type: 'string' },
        relay: { type: 'string' },
        'worker-key': { type: 'string' },
        operator: { type: 'string' },
        'loosen-wait': { type: 'string' },
        'notice-webhook': { type: 'string' },
        'request-window': { type: 'string' },
        'settle-time': { type: 'string' },
        'reconcile-only': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    const databaseUrl = values['database-url'] ?? process.env['MANDATO_DATABASE_URL'];
    return databaseUrl === undefined ? values : { ...values, 'database-url': databaseUrl };
  } catch (error) {
    throw new PlainFailure(`${error instanceof Error ? error.message : String(error)} See --help.`);
  }
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port >= 0 && port <= 65_535) return port;
  throw new PlainFailure(`--port takes a number from 0 to 65535, and "${text}" is not one.`);
}

function readMinutes(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d{1,6}$/.test(text)) return Number(text) * 60_000;
  throw new PlainFailure(`${option} takes a number of minutes, and "${text}" is not one.`);
}

function readUrl(option: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  throw new PlainFailure(
    `${option} takes an address such as http://localhost:4000, and "${text}" is not one.`,
  );
}

function readKeySource(given: string | undefined): 'file' | 'passphrase' {
  const text = given ?? process.env['MANDATO_KEY_SOURCE'];
  if (text === undefined) return 'file';
  if (text === 'file' || text === 'passphrase') return text;
  throw new PlainFailure(`--key-source is file or passphrase, not "${text}".`);
}

function readWebhook(given: string | undefined): Webhook | null {
  const { MANDATO_NOTICE_WEBHOOK, MANDATO_NOTICE_TOKEN: token } = process.env;
  const text = given ?? MANDATO_NOTICE_WEBHOOK;
  if (text === undefined || text === '') return null;
  const url = readUrl('--notice-webhook', text);
  if (isWebhookUrl(url)) return { url, token: token === undefined || token === '' ? null : token };
  throw new PlainFailure(
    `--notice-webhook takes an HTTPS address, or an HTTP one of this machine: people’s addresses are sent there, and "${text}" would show them.`,
  );
}

function readOutgoing(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  if (isAddress(text)) return text;
  throw new PlainFailure(
    `--outgoing-address takes an IP address such as 203.0.113.7, and "${text}" is not one.`,
  );
}

function readClock(text: string | undefined): SandboxClockSpec | null {
  if (text === undefined) return null;
  const spec = parseSandboxClock(text);
  if (spec.ok) return spec.value;
  throw new PlainFailure('--sandbox-clock takes ORIGIN_MS,RATE,ANCHOR_WALL_MS, three whole numbers.');
}

function readTiming(text: string | undefined): ExchangeTiming | null {
  if (text === undefined) return null;
  const match = /^([0-9]{1,8}),([0-9]{1,8})$/.exec(text);
  if (match === null)
    throw new PlainFailure('--practice-timing takes W,S: two whole numbers of milliseconds.');
  return { requestWindowMs: Number(match[1]), settleTimeMs: Number(match[2]) };
}

function readSpans(words: Words): Pick<Options, 'requestWindowMs' | 'settleTimeMs'> {
  return {
    requestWindowMs: readSpan('--request-window', words['request-window']) ?? requestWindowMs,
    settleTimeMs: readSpan('--settle-time', words['settle-time']) ?? settleTimeMs,
  };
}

/** Whole seconds, as milliseconds. Too long only makes people wait; too short could call a real order absent. */
function readSpan(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const seconds = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (seconds >= 30 && seconds <= 86_400) return seconds * 1_000;
  throw new PlainFailure(`${option} takes whole seconds from 30 to 86400, and "${text}" is not that.`);
}

function readDyingMoment(text: string | undefined, isSandboxed: boolean): DyingMoment | null {
  if (text === undefined) return null;
  if (!isSandboxed) throw new PlainFailure('--die-at is for crash tests: it needs --sandbox-clock.');
  const [name, digits = ''] = text.split(':');
  const point = faultPoints.find((known) => known === name);
  const count = /^[0-9]{1,6}$/.test(digits) ? Number(digits) : 0;
  if (point !== undefined && count > 0) return { point, count };
  throw new PlainFailure(`--die-at takes POINT:N, POINT being one of ${faultPoints.join(', ')}.`);
}
