// Reads the command line of the server.

import { homedir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parseSandboxClock, type SandboxClockSpec } from '@mandato/primitives/sandbox-clock';
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
  --database-url URL    a PostgreSQL server instead of the embedded database
  --sandbox-clock SPEC  ORIGIN_MS,RATE,ANCHOR_WALL_MS: an accelerated market clock
  --practice-timing W,S what the practice exchange was measured to need: the window of its nonces and its settle time,
                        in milliseconds (600000,600000); the real exchange keeps its own
  --die-at POINT:N      for crash tests on a sandbox clock: ends as kill -9 would when an order reaches POINT the Nth time
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
  readonly databaseUrl: string | null;
  readonly sandboxClock: SandboxClockSpec | null;
  /** Null for the cautious default. */
  readonly practiceTiming: ExchangeTiming | null;
  readonly dieAt: DyingMoment | null;
}

/** A named moment of the order pipeline; `count` from 1. */
export interface DyingMoment {
  readonly point: FaultPoint;
  readonly count: number;
}

/** The options in `args`, or 'help'; a mistake is a PlainFailure that names it. */
export function readOptions(args: readonly string[]): Options | 'help' {
  const words = readWords(args);
  if (words.help === true) return 'help';
  return {
    port: readPort(words.port ?? '3000'),
    host: words.host ?? '127.0.0.1',
    publicUrl: words['public-url'] === undefined ? null : readUrl('--public-url', words['public-url']),
    dataDir: path.resolve(words.data ?? 'data/mandato'),
    practiceUrl:
      words['no-practice'] === true
        ? null
        : readUrl('--practice-url', words['practice-url'] ?? 'http://localhost:4000').origin,
    keyFile: words['key-file'] === undefined ? null : path.resolve(words['key-file']),
    databaseUrl: words['database-url'] ?? null,
    sandboxClock: readClock(words['sandbox-clock']),
    practiceTiming: readTiming(words['practice-timing']),
    dieAt: readDyingMoment(words['die-at'], words['sandbox-clock'] !== undefined),
  };
}

/** Where the key is kept unless another place is named: away from the data that it protects. */
export function defaultKeyFile(installId: string): string {
  return path.join(homedir(), '.config', 'mandato', `${installId}.key`);
}

function readWords(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        'public-url': { type: 'string' },
        data: { type: 'string' },
        'practice-url': { type: 'string' },
        'no-practice': { type: 'boolean' },
        'key-file': { type: 'string' },
        'database-url': { type: 'string' },
        'sandbox-clock': { type: 'string' },
        'practice-timing': { type: 'string' },
        'die-at': { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new PlainFailure(`${error instanceof Error ? error.message : String(error)} See --help.`);
  }
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port >= 0 && port <= 65_535) return port;
  throw new PlainFailure(`--port takes a number from 0 to 65535, and "${text}" is not one.`);
}

function readUrl(option: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  throw new PlainFailure(
    `${option} takes an address such as http://localhost:4000, and "${text}" is not one.`,
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

function readDyingMoment(text: string | undefined, isSandboxed: boolean): DyingMoment | null {
  if (text === undefined) return null;
  if (!isSandboxed) throw new PlainFailure('--die-at is for crash tests: it needs --sandbox-clock.');
  const [name, digits = ''] = text.split(':');
  const point = faultPoints.find((known) => known === name);
  const count = /^[0-9]{1,6}$/.test(digits) ? Number(digits) : 0;
  if (point !== undefined && count > 0) return { point, count };
  throw new PlainFailure(`--die-at takes POINT:N, POINT being one of ${faultPoints.join(', ')}.`);
}
