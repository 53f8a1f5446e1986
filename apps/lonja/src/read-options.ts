// The command line of Lonja as a checked record, and the text that explains it.

import { parseArgs } from 'node:util';
import { err, ok, type Result } from '@mandato/primitives/result';
import { parseSandboxClock, type SandboxClockSpec } from '@mandato/primitives/sandbox-clock';

export interface LonjaOptions {
  readonly port: number;
  readonly host: string;
  /** The folder of journal, lock and key file. */
  readonly data: string;
  readonly seed: number;
  readonly sandboxClock: SandboxClockSpec | null;
  readonly market: MarketChoice;
  readonly hasRateLimits: boolean;
  readonly hasSandboxFaults: boolean;
  /** Null without HTTPS. */
  readonly httpsPort: number | null;
  /** `debug` writes a line for every request. */
  readonly logLevel: 'debug' | 'info' | 'warn';
}

export type MarketChoice =
  | { readonly kind: 'simulated' }
  | { readonly kind: 'replay'; readonly file: string }
  | ReplayCandles
  | { readonly kind: 'none' };

/** A CSV of candles for one book; the market clock starts with it and runs at `speed`. */
export interface ReplayCandles {
  readonly kind: 'replay_candles';
  readonly file: string;
  readonly book: string;
  /** Market seconds to a second of the wall's. */
  readonly speed: number;
  /** Null for the file's beginning. */
  readonly fromMs: number | null;
}

export const helpText = `Lonja: a practice exchange that speaks Bitso's API.

  --port N              port to listen on (4000; 0 takes a free one)
  --https-port N        port for HTTPS with a certificate made in the data folder (none; 0 takes a free one)
  --host ADDRESS        address to listen on (127.0.0.1)
  --data DIR            folder of the journal and the key file (./data/lonja)
  --market KIND         simulated, replay or none (simulated, or replay with --replay)
  --replay FILE.json    prices to follow: [{"book":"btc_mxn","atMs":0,"price":"1700000"}, ...]; or none
  --replay FILE.csv     candles to follow: a date or time, open, high, low, close; every other book is simulated
  --replay-book BOOK    the book of the candles (what the file's name begins with, such as btc_mxn)
  --replay-speed N      market seconds in a second (60); the market clock starts with the candles
  --replay-from DATE    leaves out candles before YYYY-MM-DD
  --seed N              seed of the simulated market (7)
  --sandbox-clock SPEC  market time as ORIGIN_MS,RATE,ANCHOR_WALL_MS (market time is wall time without it)
  --no-rate-limit       answer however often somebody asks
  --sandbox-faults      offer fault dials and switches to everyone who can reach the port: see GET /sandbox/faults
  --log LEVEL           debug (every request), info or warn (info)
  --help                this text
`;

const flags = {
  port: { type: 'string', default: '4000' },
  host: { type: 'string', default: '127.0.0.1' },
  data: { type: 'string', default: './data/lonja' },
  market: { type: 'string', default: '' },
  replay: { type: 'string', default: 'none' },
  'replay-book': { type: 'string', default: '' },
  'replay-speed': { type: 'string', default: '' },
  'replay-from': { type: 'string', default: '' },
  seed: { type: 'string', default: '7' },
  'sandbox-clock': { type: 'string', default: '' },
  'no-rate-limit': { type: 'boolean', default: false },
  'sandbox-faults': { type: 'boolean', default: false },
  'https-port': { type: 'string', default: '' },
  log: { type: 'string', default: 'info' },
  help: { type: 'boolean', default: false },
} as const;

/** Reads the arguments; the error is a sentence for a person. */
export function readOptions(args: readonly string[]): Result<LonjaOptions | 'help', string> {
  const parsed = parseFlags(args);
  if (!parsed.ok) return parsed;
  const values = parsed.value;
  if (values.help) return ok('help');
  const port = readInteger(values.port, 65_535);
  const seed = readInteger(values.seed, 2 ** 31 - 1);
  if (port === null) return err(`--port must be a number from 0 to 65535, not "${values.port}".`);
  if (seed === null) return err(`--seed must be a whole number, not "${values.seed}".`);
  const clock = values['sandbox-clock'] === '' ? null : parseSandboxClock(values['sandbox-clock']);
  if (clock !== null && !clock.ok) {
    return err(`--sandbox-clock must be ORIGIN_MS,RATE,ANCHOR_WALL_MS, not "${values['sandbox-clock']}".`);
  }
  const secure = readSecure(values['https-port'], values.log);
  if (!secure.ok) return secure;
  const market = isCandleFile(values.replay)
    ? readCandleOptions(values)
    : readMarket(values.market, values.replay);
  if (!market.ok) return market;
  return ok({
    port,
    host: values.host,
    data: values.data,
    seed,
    sandboxClock: clock === null ? null : clock.value,
    market: market.value,
    hasRateLimits: !values['no-rate-limit'],
    hasSandboxFaults: values['sandbox-faults'],
    ...secure.value,
  });
}

function parseFlags(args: readonly string[]) {
  try {
    return ok(parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: false }).values);
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

function readInteger(text: string, max: number): number | null {
  const value = /^[0-9]{1,10}$/.test(text) ? Number(text) : -1;
  return value >= 0 && value <= max ? value : null;
}

const logLevels = ['debug', 'info', 'warn'] as const;

function readSecure(
  portText: string,
  logText: string,
): Result<Pick<LonjaOptions, 'httpsPort' | 'logLevel'>, string> {
  const httpsPort = portText === '' ? null : readInteger(portText, 65_535);
  if (portText !== '' && httpsPort === null) {
    return err(`--https-port must be a number from 0 to 65535, not "${portText}".`);
  }
  const logLevel = logLevels.find((level) => level === logText);
  if (logLevel === undefined) return err(`--log must be debug, info or warn, not "${logText}".`);
  return ok({ httpsPort, logLevel });
}

function isCandleFile(replay: string): boolean {
  return replay.toLowerCase().endsWith('.csv');
}

const speedMax = 1_000_000;

function readCandleOptions(values: {
  readonly replay: string;
  readonly 'replay-book': string;
  readonly 'replay-speed': string;
  readonly 'replay-from': string;
  readonly 'sandbox-clock': string;
}): Result<MarketChoice, string> {
  const file = values.replay;
  const named = /([a-z0-9]+_[a-z0-9]+)[^/\\]*$/i.exec(file)?.[1]?.toLowerCase() ?? '';
  const book = values['replay-book'] === '' ? named : values['replay-book'];
  if (book === '') return err(`Name the book of ${file} with --replay-book.`);
  const speedText = values['replay-speed'];
  const speed = speedText === '' ? 60 : readInteger(speedText, speedMax);
  if (speed === null || speed === 0) {
    return err(`--replay-speed must be a number from 1 to ${speedMax}, not "${speedText}".`);
  }
  if (speedText !== '' && values['sandbox-clock'] !== '') {
    return err('--replay-speed and --sandbox-clock both set the market clock: give one of them.');
  }
  const from = values['replay-from'];
  const fromMs = from === '' ? null : Date.parse(`${from}T00:00:00Z`);
  if (Number.isNaN(fromMs)) return err(`--replay-from must be a day such as 2024-01-31, not "${from}".`);
  return ok({ kind: 'replay_candles', file, book, speed, fromMs });
}

function readMarket(kind: string, replay: string): Result<MarketChoice, string> {
  const file = replay === 'none' || replay === '' ? null : replay;
  const chosen = kind === '' ? (file === null ? 'simulated' : 'replay') : kind;
  if (chosen === 'simulated' || chosen === 'none') return ok({ kind: chosen });
  if (chosen !== 'replay') return err(`--market must be simulated, replay or none, not "${kind}".`);
  return file === null
    ? err('--market replay needs --replay FILE.json or FILE.csv.')
    : ok({ kind: 'replay', file });
}
