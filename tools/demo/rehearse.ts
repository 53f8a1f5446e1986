// Runs the demo: both products on fresh storage, the person's journey, then a year of weekly buys on one fast clock.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatMoneyTrimmed } from '@mandato/primitives/money';
import { formatSandboxClock } from '@mandato/primitives/sandbox-clock';
import type { CommandReport } from '../command-report.ts';
import type { BitsoKey } from '../rehearsal/bitso-client.ts';
import { freePort } from '../rehearsal/free-port.ts';
import type { MandatoClient } from '../rehearsal/mandato-client.ts';
import { type RunningProgram, runProgram } from '../rehearsal/running-program.ts';
import { linkExchange, openLonjaAccount, writeWeeklyPlan } from './journey.ts';
import type { Narrator } from './narrator.ts';
import type { DemoOptions } from './read-options.ts';
import { balanceOf, type Totals, totalsOfLedger, totalsOfTradeRows, units } from './reconcile.ts';
import { replayPrices } from './replay-prices.ts';

export interface RehearsalOptions extends DemoOptions {
  readonly directory: string;
  readonly narrator: Narrator;
  /** Null for the embedded database. */
  readonly databaseUrl: string | null;
}

const weekMs = 7 * 86_400_000;
const book = 'btc_mxn';
const notional = 500;

/** Resolves with what the last line reports; `ok` needs every buy, the time bound, and books that agree. */
export async function rehearse(options: RehearsalOptions): Promise<CommandReport> {
  const { narrator, weeks } = options;
  const startedMs = performance.now();
  const prices = await replayPrices(options);
  const pricesFile = join(options.directory, 'prices.json');
  await writeFile(pricesFile, JSON.stringify(prices.map((price) => ({ book, ...price }))));
  await mkdir(join(options.directory, 'logs'), { recursive: true });
  const ports = { lonja: await freePort(), mandato: await freePort() };
  const firstMs = prices[0]?.atMs ?? 0;
  const store = options.databaseUrl === null ? 'the embedded database' : 'PostgreSQL';
  narrator.step(`Lonja and Mandato start on fresh storage, ${store}; the market is ${describe(options)}`);
  const still = { originMs: firstMs, rate: 1, anchorWallMs: Date.now() };
  const quiet = await start({ options, ports, pricesFile, clock: formatSandboxClock(still) });
  const key = await openLonjaAccount(quiet.lonja.url, narrator);
  const saver = await linkExchange(quiet.mandato.url, key, narrator);
  narrator.step(`A plan: ${notional} MXN of bitcoin each Friday at 09:00, Mexico City time`);
  const startsOn = new Date(firstMs).toISOString().slice(0, 10);
  const plan = await writeWeeklyPlan(saver, { startsOn, budget: `${notional * weeks}` });
  narrator.fact(`first buy due ${plan.nextSlotAt ?? 'never'}`);
  await quiet.stop();

  narrator.step(`Both restart on one accelerated clock: ${weeks} weeks in about ${options.replaySeconds} s`);
  const rate = Math.round((weeks * weekMs) / (options.replaySeconds * 1000));
  const fast = await start({
    options,
    ports,
    pricesFile,
    clock: formatSandboxClock({ originMs: firstMs + 3_600_000, rate, anchorWallMs: Date.now() + 4_000 }),
  });
  try {
    const year = await watchPlan({ client: saver.client, planId: plan.planId, weeks, narrator, startedMs });
    const { url: lonjaUrl } = fast.lonja;
    return await report({ client: saver.client, planId: plan.planId, key, lonjaUrl, options, year });
  } finally {
    await fast.stop();
  }
}

function describe(options: RehearsalOptions): string {
  return options.files === null
    ? `a generated year, seed ${options.seed}`
    : `the last ${options.weeks} weeks of ${options.files.prices}`;
}

interface Start {
  readonly options: RehearsalOptions;
  readonly ports: { readonly lonja: number; readonly mandato: number };
  readonly pricesFile: string;
  readonly clock: string;
}

async function start({ options, ports, pricesFile, clock }: Start) {
  const at = (name: string) => join(options.directory, name);
  const lonja = await runProgram({
    program: 'apps/lonja/dist/lonja.mjs',
    args: [
      '--port',
      `${ports.lonja}`,
      '--data',
      at('lonja'),
      '--market',
      'replay',
      '--replay',
      pricesFile,
      '--sandbox-clock',
      clock,
    ],
    url: `http://localhost:${ports.lonja}`,
    logFile: at('logs/lonja.log'),
  });
  const mandato = await startMandato({ options, ports, clock }).catch(async (failure: unknown) => {
    await lonja.stop();
    throw failure;
  });
  return {
    lonja,
    mandato,
    stop: async () => {
      await mandato.stop();
      await lonja.stop();
    },
  };
}

function startMandato({ options, ports, clock }: Omit<Start, 'pricesFile'>): Promise<RunningProgram> {
  const at = (name: string) => join(options.directory, name);
  return runProgram({
    program: 'apps/server/dist/mandato.mjs',
    args: [
      ...['--port', `${ports.mandato}`, '--data', at('mandato'), '--key-file', at('keys/mandato.key')],
      ...['--practice-url', `http://localhost:${ports.lonja}`, '--sandbox-clock', clock],
      ...(options.databaseUrl === null ? [] : ['--database-url', options.databaseUrl]),
    ],
    url: `http://localhost:${ports.mandato}`,
    logFile: at('logs/mandato.log'),
  });
}

interface Watch {
  readonly client: MandatoClient;
  readonly planId: string;
  readonly weeks: number;
  readonly narrator: Narrator;
  readonly startedMs: number;
}

/** Watches the plan until all its buys are done; gives the wall time of the first fill and of the year. */
async function watchPlan({ client, planId, weeks, narrator, startedMs }: Watch) {
  const yearStartedMs = performance.now();
  let secondsToFirstFill = Number.NaN;
  narrator.startBar(weeks, 'buys');
  for (let done = 0; done < weeks; ) {
    await sleep(100);
    const { plan } = await client.plans.get({ planId });
    done = plan.ordersDone;
    if (done > 0 && Number.isNaN(secondsToFirstFill))
      secondsToFirstFill = (performance.now() - startedMs) / 1000;
    narrator.moveBar(done, `spent ${plan.spent} MXN, bought ${plan.bought} BTC`);
    if (performance.now() - yearStartedMs > 120_000) break;
  }
  narrator.stopBar();
  return { secondsToFirstFill, yearSeconds: (performance.now() - yearStartedMs) / 1000 };
}

interface Reporting {
  readonly client: MandatoClient;
  readonly planId: string;
  readonly key: BitsoKey;
  readonly lonjaUrl: string;
  readonly options: RehearsalOptions;
  readonly year: { readonly secondsToFirstFill: number; readonly yearSeconds: number };
}

async function report({ client, planId, key, lonjaUrl, options, year }: Reporting): Promise<CommandReport> {
  const { narrator, weeks, isTimed } = options;
  narrator.step('Three books, kept apart, are compared to the last unit');
  const { plan, orders } = await client.plans.get({ planId });
  const mandato: Totals = { spent: units(plan.spent), bought: units(plan.bought) };
  const ledger = await totalsOfLedger(lonjaUrl, key, book);
  const rows = await totalsOfTradeRows(lonjaUrl, key, book);
  const balance = await balanceOf(lonjaUrl, key, 'btc');
  for (const [name, totals] of Object.entries({
    "Mandato's books": mandato,
    "Lonja's ledger": ledger,
    "Lonja's trade rows": rows,
  })) {
    narrator.fact(
      `${name.padEnd(20)} spent ${formatMoneyTrimmed(totals.spent)} MXN, bought ${formatMoneyTrimmed(totals.bought)} BTC`,
    );
  }
  narrator.fact(`${"Lonja's balance".padEnd(20)} ${formatMoneyTrimmed(balance)} BTC`);
  const disagreement = [ledger, rows, { spent: mandato.spent, bought: balance }].reduce(
    (sum, totals) => sum + apart(totals.spent, mandato.spent) + apart(totals.bought, mandato.bought),
    0n,
  );
  const fills = orders.reduce((count, order) => count + order.fills.length, 0);
  const figures = {
    secondsToFirstFill: round(year.secondsToFirstFill),
    secondsForAllBuys: round(year.yearSeconds),
    orders: plan.ordersDone,
    fills,
    spent: Number(plan.spent),
    bought: Number(plan.bought),
    unitsOfDisagreement: Number(disagreement),
  };
  const times = { secondsToFirstFill: 60, secondsForAllBuys: 60 };
  const targets = { orders: weeks, unitsOfDisagreement: 0, ...(isTimed ? times : {}) };
  const isInTime =
    figures.secondsToFirstFill <= times.secondsToFirstFill &&
    figures.secondsForAllBuys <= times.secondsForAllBuys;
  const isOk =
    (isInTime || !isTimed) &&
    figures.orders === targets.orders &&
    figures.unitsOfDisagreement === 0 &&
    fills >= weeks;
  return { ok: isOk, figures, targets };
}

function apart(one: bigint, other: bigint): bigint {
  return one > other ? one - other : other - one;
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
