// Several rigs of the chaos side by side that share the kills, each judged by itself, and the report that adds them up.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandReport } from '../command-report.ts';
import { countNames, type RigOptions, type RigProgress, type RigReport, runRig } from './chaos-rig.ts';
import { type ChaosStage, openChaosStage } from './chaos-stage.ts';
import { killsOf, noTrouble, type Tally } from './trouble.ts';

export interface RigsOptions extends Omit<RigOptions, 'onReady' | 'isEnough'> {
  readonly rigs: number;
  readonly hasPostgres: boolean;
  /** For everything; the caller removes it. */
  readonly directory: string;
  /** Of all rigs together. */
  readonly kills: number;
  /** No new trouble after so many minutes, from the first trouble on. */
  readonly minutes: number;
  readonly stop: AbortSignal;
}

const toldEveryMs = 60_000;

/** Runs `rigs` rigs with the seeds from `seed` on until they have made `kills` kills together. */
export async function runRigs(run: RigsOptions): Promise<CommandReport> {
  const startedMs = performance.now();
  const ready: RigProgress[] = [];
  const kills = () => ready.reduce((sum, { tally }) => sum + killsOf(tally), 0);
  const tell = () => {
    const shown = ready.reduce((sum, { buysShown }) => sum + buysShown(), 0);
    run.say(`${kills()} of ${run.kills} kills, ${shown} buys shown`);
  };
  const telling = setInterval(tell, toldEveryMs);
  const open = oneAfterTheOther();
  const start = startTogether(run.rigs);
  const running = Array.from({ length: run.rigs }, async (_, at) => {
    const say = run.rigs === 1 ? run.say : (line: string) => run.say(`rig ${at + 1}: ${line}`);
    let stage: ChaosStage | null = null;
    try {
      stage = await open(() => openRig(run, at));
      return await runRig(stage, {
        ...run,
        say,
        seed: run.seed + at,
        onReady: (progress) => {
          ready.push(progress);
          return start.arrive(at);
        },
        isEnough: () =>
          run.stop.aborted ||
          kills() >= run.kills ||
          performance.now() - start.atMs() >= run.minutes * 60_000,
      });
    } catch (error) {
      say(`broke: ${error instanceof Error ? error.stack : String(error)}`);
      return null;
    } finally {
      // Nobody waits for one that broke.
      void start.arrive(at);
      await stage?.end();
    }
  });
  const reports = await Promise.all(running).finally(() => clearInterval(telling));
  const seconds = Math.round((performance.now() - startedMs) / 1_000);
  return addUp(reports, { kills: run.kills, seconds });
}

/** Many programs that start at once have one another wait too long. */
function oneAfterTheOther() {
  let last: Promise<unknown> = Promise.resolve();
  return <Opened>(open: () => Promise<Opened>): Promise<Opened> => {
    const opening = last.then(open);
    last = opening.catch(() => undefined);
    return opening;
  };
}

/** Nobody begins before all are there, or the kills would be those of the first ones alone. */
function startTogether(count: number) {
  const there = new Set<number>();
  let startedMs = 0;
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  return {
    atMs: () => startedMs,
    arrive: (rig: number): Promise<void> => {
      there.add(rig);
      if (there.size === count && startedMs === 0) {
        startedMs = performance.now();
        begin();
      }
      return begun;
    },
  };
}

function openRig(run: RigsOptions, at: number): Promise<ChaosStage> {
  const directory = join(run.directory, `rig-${at + 1}`);
  mkdirSync(directory);
  return openChaosStage(directory, run.hasPostgres);
}

/** The sums of all rigs; one that broke, or that is not ok by itself, fails the whole. Null is one that broke. */
export function addUp(
  reports: readonly (RigReport | null)[],
  of: { readonly kills: number; readonly seconds: number },
): CommandReport {
  const whole = reports.filter((report) => report !== null);
  const { startsMs, ...tally } = whole.map((report) => report.tally).reduce(addTallies, noTrouble());
  const starts = [...startsMs].sort((one, other) => one - other);
  const counts = Object.fromEntries(
    countNames.map((name) => [name, whole.reduce((sum, report) => sum + report.counts[name], 0)]),
  );
  const figures = {
    rigs: reports.length,
    rigsOk: whole.filter(({ ok }) => ok).length,
    kills: whole.reduce((sum, report) => sum + killsOf(report.tally), 0),
    ...tally,
    seconds: of.seconds,
    startP50Ms: Math.round(starts[starts.length >> 1] ?? 0),
    startMaxMs: Math.round(starts.at(-1) ?? 0),
    ...counts,
    trailWhole: Number(whole.length === reports.length && whole.every(({ isTrailWhole }) => isTrailWhole)),
  };
  const targets = {
    rigsOk: reports.length,
    kills: of.kills,
    ...{ duplicates: 0, lost: 0, violations: 0, late: 0, trailWhole: 1 },
  };
  return { ok: figures.rigsOk === reports.length && figures.kills >= of.kills, figures, targets };
}

function addTallies(one: Tally, other: Tally): Tally {
  return {
    mandato: one.mandato + other.mandato,
    signer: one.signer + other.signer,
    egress: one.egress + other.egress,
    lonja: one.lonja + other.lonja,
    postgres: one.postgres + other.postgres,
    named: one.named + other.named,
    pauses: one.pauses + other.pauses,
    fullDisks: one.fullDisks + other.fullDisks,
    clockSteps: one.clockSteps + other.clockSteps,
    strangeEnds: one.strangeEnds + other.strangeEnds,
    startsMs: [...one.startsMs, ...other.startsMs],
  };
}
