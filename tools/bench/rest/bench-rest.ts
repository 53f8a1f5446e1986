// The REST benchmark: signed orders with a synced journal, and a public read, beside a bare server in the same run.

import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { CommandReport } from '../../command-report.ts';
import { median, printMachine } from '../print-machine.ts';
import { runLoad } from './http-load.ts';
import { openRestStage, type RestStage, type SigningKey } from './rest-stage.ts';

const targets = { orderShare: 0.6, readShare: 0.8, orderP99Ms: 50 };

const loads = ['order', 'read'] as const;
const sides = ['lonja', 'bare'] as const;
type Load = (typeof loads)[number];
type Side = (typeof sides)[number];

interface Seen {
  readonly load: Load;
  readonly side: Side;
  readonly perSecond: number;
  readonly p99Ms: number;
  /** Processor time of the server for one request. */
  readonly cpuMicros: number;
  readonly refused: readonly string[];
}

// An account may have 500 open orders: the orders of one round are spread over so many people.
const people = 32;

interface How {
  readonly connections: number;
  readonly requests: number;
}

export async function benchRest(args: readonly string[], stop: AbortSignal): Promise<CommandReport> {
  const { values } = parseArgs({
    args: [...args],
    options: { short: { type: 'boolean', default: false }, connections: { type: 'string', default: '64' } },
  });
  printMachine();
  const directory = await mkdtemp(path.join(tmpdir(), 'bench-rest-'));
  const stage = await openRestStage(directory, values.short ? 2 : people);
  try {
    return await measure(stage, { isShort: values.short, connections: Number(values.connections), stop });
  } finally {
    await stage.close();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measure(
  stage: RestStage,
  how: { readonly isShort: boolean; readonly connections: number; readonly stop: AbortSignal },
): Promise<CommandReport> {
  const rounds = how.isShort ? 1 : 9;
  const load = { connections: how.connections, requests: how.isShort ? 300 : 12_000 };
  // The first round compiles the code of both and counts for nothing.
  if (!how.isShort) await runRound(stage, load);
  const seen: Seen[] = [];
  for (let round = 0; round < rounds; round += 1) {
    how.stop.throwIfAborted();
    seen.push(...(await runRound(stage, load)));
  }
  return reportOf(seen, how.isShort);
}

async function runRound(stage: RestStage, how: How): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const load of loads) {
    for (const side of sides) seen.push(await runSide(stage, { load, side }, how));
  }
  // What was acknowledged is in the book: a fast exchange that forgets is not fast.
  const resting = await stage.cancelAll();
  const lost = how.requests - resting;
  if (lost !== 0) throw new Error(`${how.requests} orders were acknowledged and ${resting} rest`);
  return seen;
}

async function runSide(
  stage: RestStage,
  { load, side }: { readonly load: Load; readonly side: Side },
  how: How,
): Promise<Seen> {
  const { port, cpuMicros, keys } = stage.servers[side];
  const next = load === 'order' ? orderRequests(keys) : () => readRequest;
  const before = cpuMicros();
  const result = await runLoad({ port, next, ...how });
  return { load, side, ...result, cpuMicros: (cpuMicros() - before) / how.requests };
}

function reportOf(seen: readonly Seen[], isShort: boolean): CommandReport {
  const refused = seen.flatMap((one) => one.refused);
  if (refused[0] !== undefined) console.error(`refused: ${refused[0]}`);
  const order = figuresOf(seen, 'order');
  const read = figuresOf(seen, 'read');
  const figures = { refused: refused.length, ...named('order', order), ...named('read', read) };
  const isFast =
    order.share >= targets.orderShare && read.share >= targets.readShare && order.p99Ms < targets.orderP99Ms;
  return { ok: refused.length === 0 && (isShort || isFast), figures, targets };
}

function named(load: Load, figures: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [
      `${load}${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
      value,
    ]),
  );
}

function figuresOf(all: readonly Seen[], load: Load) {
  const of = (side: Side) => all.filter((one) => one.load === load && one.side === side);
  const [lonja, bare] = [of('lonja'), of('bare')];
  const middle = (rows: readonly Seen[], field: 'perSecond' | 'p99Ms' | 'cpuMicros') =>
    Math.round(median(rows.map((row) => row[field])) * 10) / 10;
  // Of each round by itself: what else the machine did then held back both.
  const share = median(lonja.map((row, index) => row.perSecond / (bare[index]?.perSecond ?? Number.NaN)));
  const rounded = Math.round(share * 100) / 100;
  for (const rows of [lonja, bare]) {
    const [perSecond, p99Ms, micros] = [
      middle(rows, 'perSecond'),
      middle(rows, 'p99Ms'),
      middle(rows, 'cpuMicros'),
    ];
    const name = `${load} ${rows[0]?.side}`.padEnd(12);
    console.log(
      `${name}${String(perSecond).padStart(9)} a second, p99 ${p99Ms} ms, ${micros} us of processor`,
    );
  }
  console.log(`${load}: the exchange makes ${rounded} of the bare server's rate`);
  return {
    share: rounded,
    p99Ms: middle(lonja, 'p99Ms'),
    perSecond: Math.round(middle(lonja, 'perSecond')),
    perSecondBare: Math.round(middle(bare, 'perSecond')),
    cpuShare: Math.round((middle(bare, 'cpuMicros') / middle(lonja, 'cpuMicros')) * 100) / 100,
  };
}

const readRequest = 'GET /api/v3/ticker?book=btc_mxn HTTP/1.1\r\nHost: localhost\r\n\r\n';
const orderTarget = '/api/v3/orders';

// Resting orders over 400 levels: each holds money, gets an id and an event, and stays in the book.
function orderRequests(keys: readonly SigningKey[]): () => string {
  let count = 0;
  return () => {
    count += 1;
    const key = keys[count % keys.length];
    if (key === undefined) throw new Error('there is no key to sign with');
    const price = 500_000 + (count % 400) * 10;
    const body = JSON.stringify({
      book: 'btc_mxn',
      side: 'buy',
      type: 'limit',
      major: '0.00003',
      price: String(price),
    });
    const nonce = `${Date.now()}${String(count % 1_000_000).padStart(6, '0')}`;
    const signature = createHmac('sha256', key.secret)
      .update(`${nonce}POST${orderTarget}${body}`)
      .digest('hex');
    return `POST ${orderTarget} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bitso ${key.keyId}:${nonce}:${signature}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  };
}
