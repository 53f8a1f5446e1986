// Real chaos: kills, pauses and cuts on the built programs while people buy, and then the exchange's own journal as truth.

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { seededRng } from '@mandato/primitives/seeded-rng';
import { ArgumentMistake, type CommandReport, runReportedCommand } from '../command-report.ts';
import { type ChaosStage, openChaosStage } from './chaos-stage.ts';
import { type Crowd, gatherCrowd } from './crowd.ts';
import { readTruth } from './exchange-truth.ts';
import { type ChaosFinding, judge } from './judge.ts';
import { killLonja } from './lonja-kills.ts';
import { readMandato } from './read-mandato.ts';
import { killsOf, type Tally, Troublemaker, troubleKinds } from './trouble.ts';

const help = `npm run chaos -- [lonja] [--kills N] [--seed S] [--people N] [--minutes N] [--postgres] [--keep]

Starts the built Mandato, signer, egress and Lonja on fresh storage and a fast market clock, with people whose plans are
due every few seconds. Then kill -9 of each process, at random and at named moments of an order; processes stopped and
continued; connections cut, slowed, stalled and swallowed between egress and Lonja; answers of the exchange dropped,
doubled and spoiled; full disks; stepping clocks; with --postgres also the database restarted as after a power cut.
When all of it has ended and settled, Lonja's journal is replayed and held against everything that Mandato wrote, told
and acknowledged.

With the word lonja: Lonja alone, killed with -9 at random while so many people place, change and cancel orders that match
each other. After each start everything that was acknowledged is looked up; at the end the journal is replayed and held
against every answer.

  --kills N     so many kills (20)
  --seed S      chooses the troubles (1); the machine's own timing stays its own
  --people N    how many (4)
  --minutes N   no new kills after so many minutes (30)
  --postgres    on a PostgreSQL server that is started for this
  --only KINDS  only these troubles, with commas between them: ${troubleKinds.join(', ')}
  --keep        keep the temporary storage and say where it is`;

/** Two empty looks half a minute apart prove that an order is not there; before that W + S pass. */
const settleMaxMs = 150_000;

await runReportedCommand({
  help,
  timeLimitMs: 3 * 3_600_000,
  run: async (args, stop) => {
    const options = readOptions(args);
    const directory = await mkdtemp(join(tmpdir(), 'mandato-chaos-'));
    try {
      return await (options.isLonjaAlone ? chaosOfLonja : chaos)({ ...options, directory, stop });
    } finally {
      if (options.isKept) console.log(`storage kept in ${directory}`);
      else await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    }
  },
});

function readOptions(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      kills: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      people: { type: 'string', default: '4' },
      minutes: { type: 'string', default: '30' },
      only: { type: 'string' },
      postgres: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  });
  const whole = (name: 'kills' | 'seed' | 'people' | 'minutes') => {
    const value = Number(values[name]);
    if (Number.isSafeInteger(value) && value > 0) return value;
    throw new ArgumentMistake(`--${name} takes a whole number above 0, and "${values[name]}" is not one.`);
  };
  const [what] = positionals;
  if (what !== undefined && what !== 'lonja') throw new ArgumentMistake(`There is no chaos of "${what}".`);
  return {
    isLonjaAlone: what === 'lonja',
    kills: whole('kills'),
    seed: whole('seed'),
    people: whole('people'),
    minutes: whole('minutes'),
    hasPostgres: values.postgres,
    isKept: values.keep,
    only: values.only === undefined ? null : readKinds(values.only),
  };
}

function readKinds(text: string) {
  return text.split(',').map((word) => {
    const kind = troubleKinds.find((known) => known === word);
    if (kind === undefined) throw new ArgumentMistake(`--only does not know "${word}".`);
    return kind;
  });
}

type ChaosRun = ReturnType<typeof readOptions> & { readonly directory: string; readonly stop: AbortSignal };

function chaosOfLonja(run: ChaosRun): Promise<CommandReport> {
  const { say } = talker();
  say(`seed ${run.seed}, Lonja alone, ${run.people} people`);
  return killLonja({ ...run, say });
}

function talker() {
  const startedMs = performance.now();
  const since = () => `${((performance.now() - startedMs) / 1_000).toFixed(0)} s`;
  return { startedMs, say: (line: string) => console.log(`${since().padStart(7)}  ${line}`) };
}

async function chaos(run: ChaosRun): Promise<CommandReport> {
  const { startedMs, say } = talker();
  say(`seed ${run.seed}, ${run.hasPostgres ? 'PostgreSQL' : 'the embedded database'}, ${run.people} people`);
  const stage = await openChaosStage(run.directory, run.hasPostgres);
  try {
    const crowd = await gatherCrowd(stage, run.people);
    const maker = new Troublemaker({ stage, rng: seededRng(run.seed), say, only: run.only });
    say('everybody is there; the trouble begins');
    const untilMs = performance.now() + run.minutes * 60_000;
    for (let told = 0; killsOf(maker.tally) < run.kills && performance.now() < untilMs; ) {
      if (run.stop.aborted) break;
      await maker.make();
      const kills = killsOf(maker.tally);
      if (kills - told >= 25) say(`${kills} kills, ${crowd.shownAsBought.size} buys shown`);
      told = kills - told >= 25 ? kills : told;
    }
    await maker.stop();
    say(`${killsOf(maker.tally)} kills; the trouble has ended, everything settles`);
    await crowd.finish();
    const unsettled = await settle(crowd);
    say(unsettled === 0 ? 'every order has ended' : `${unsettled} orders have not ended`);
    const seconds = (performance.now() - startedMs) / 1_000;
    return await compare({ stage, crowd, tally: maker.tally, kills: run.kills, seconds, say });
  } finally {
    await stage.end();
  }
}

/** Waits until no page shows an order that has not ended; answers how many are left when patience ends. */
async function settle(crowd: Crowd): Promise<number> {
  for (const startedMs = performance.now(); ; await sleep(1_000)) {
    const open = await crowd.openOrders();
    if (open.length === 0 || performance.now() - startedMs > settleMaxMs) return open.length;
  }
}

interface Comparison {
  readonly stage: ChaosStage;
  readonly crowd: Crowd;
  readonly tally: Tally;
  readonly kills: number;
  readonly seconds: number;
  readonly say: (line: string) => void;
}

async function compare(of: Comparison): Promise<CommandReport> {
  const { stage, crowd, tally, say } = of;
  await stage.mandato.stop();
  await stage.lonja.stop();
  const truth = await readTruth(join(stage.directory, 'lonja'));
  const { account, ownFindings } = await readMandato(stage.directory, stage.postgres?.url ?? null);
  const toldAsBought = [...account.toldAsBought, ...crowd.shownAsBought.values()];
  const findings = judge({ ...account, toldAsBought, presses: crowd.presses() }, truth);
  const isTrailWhole = await verifyTrail(stage);
  for (const { kind, subject } of findings.slice(0, 40)) say(`${kind}: ${subject}`);
  for (const { rule, subject } of ownFindings.slice(0, 10)) say(`${rule}: ${subject}`);
  const countOf = (...kinds: readonly ChaosFinding['kind'][]) =>
    findings.filter(({ kind }) => kinds.includes(kind)).length;
  const ended = (state: string) => account.intents.filter(({ stateKind }) => stateKind === state).length;
  const starts = [...tally.startsMs].sort((one, other) => one - other);
  const figures = {
    kills: killsOf(tally),
    ...withoutStarts(tally),
    cuts: stage.wire.cuts,
    seconds: Math.round(of.seconds),
    startP50Ms: Math.round(starts[starts.length >> 1] ?? 0),
    startMaxMs: Math.round(starts.at(-1) ?? 0),
    slots: account.intents.length,
    orders: truth.orders.length,
    fills: truth.fills.length,
    bought: ended('done'),
    skipped: ended('skipped'),
    held: ended('held'),
    late: ended('late'),
    acknowledged: crowd.presses().filter(({ orderId }) => orderId !== null).length,
    pagesRead: crowd.looks(),
    buysShown: crowd.shownAsBought.size,
    duplicates: countOf('duplicate'),
    lost: countOf('lost_order', 'lost_fill', 'lost_acknowledged', 'not_journaled'),
    violations: findings.length + ownFindings.length,
    trailWhole: Number(isTrailWhole),
  };
  const targets = { kills: of.kills, duplicates: 0, lost: 0, violations: 0, late: 0, trailWhole: 1 };
  const ok =
    figures.kills >= of.kills &&
    figures.violations === 0 &&
    figures.late === 0 &&
    isTrailWhole &&
    // A full disk is the one reason to end by itself.
    figures.strangeEnds <= figures.fullDisks &&
    figures.fills > 0;
  return { ok, figures, targets };
}

function withoutStarts({ startsMs: _, ...counts }: Tally): Omit<Tally, 'startsMs'> {
  return counts;
}

/** The trail, too, has to be whole after all this. */
function verifyTrail(stage: ChaosStage): Promise<boolean> {
  const words = [
    ...['apps/server/dist/verify.mjs', '--data', join(stage.directory, 'mandato')],
    ...['--key-file', join(stage.directory, 'keys/mandato.key')],
    ...(stage.postgres === null ? [] : ['--database-url', stage.postgres.url]),
  ];
  return new Promise((resolve) => {
    execFile(process.execPath, words, (error, output) => {
      if (error !== null) console.log(output, String(error).slice(0, 400));
      resolve(error === null);
    });
  });
}
