// Real chaos: kills, pauses and cuts on the built programs while people buy, and then the exchange's own journal as truth.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ArgumentMistake, type CommandReport, runReportedCommand } from '../command-report.ts';
import { runRigs } from './chaos-rigs.ts';
import { killLonja } from './lonja-kills.ts';
import { troubleKinds } from './trouble.ts';

const help = `npm run chaos -- [lonja] [--kills N] [--rigs N] [--seed S] [--people N] [--minutes N]
                        [--postgres] [--only KINDS] [--keep]

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
  --rigs N      so many of all this side by side (1), each with products, storage, ports, people and a seed of its own
                (S, S + 1, ...), and each judged by itself; the kills are those of all together
  --seed S      chooses the troubles (1); the machine's own timing stays its own
  --people N    how many (4), in each rig
  --minutes N   no new kills after so many minutes (30)
  --postgres    on a PostgreSQL server that is started for this
  --only KINDS  only these troubles, with commas between them: ${troubleKinds.join(', ')}
  --keep        keep the temporary storage and say where it is`;

await runReportedCommand({
  help,
  timeLimitMs: 3 * 3_600_000,
  run: async (args, stop) => {
    const options = readOptions(args);
    const directory = await mkdtemp(join(tmpdir(), 'mandato-chaos-'));
    try {
      return await (options.isLonjaAlone ? chaosOfLonja : chaosOfBoth)({ ...options, directory, stop });
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
      rigs: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      people: { type: 'string', default: '4' },
      minutes: { type: 'string', default: '30' },
      only: { type: 'string' },
      postgres: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  });
  const whole = (name: 'kills' | 'rigs' | 'seed' | 'people' | 'minutes') => {
    const value = Number(values[name]);
    if (Number.isSafeInteger(value) && value > 0) return value;
    throw new ArgumentMistake(`--${name} takes a whole number above 0, and "${values[name]}" is not one.`);
  };
  const [what] = positionals;
  if (what !== undefined && what !== 'lonja') throw new ArgumentMistake(`There is no chaos of "${what}".`);
  if (what === 'lonja' && whole('rigs') > 1) throw new ArgumentMistake('Lonja alone has one rig.');
  return {
    isLonjaAlone: what === 'lonja',
    kills: whole('kills'),
    rigs: whole('rigs'),
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

function chaosOfBoth(run: ChaosRun): Promise<CommandReport> {
  const { say } = talker();
  const rigs = run.rigs === 1 ? 'one rig' : `${run.rigs} rigs side by side`;
  say(`seed ${run.seed}, ${run.hasPostgres ? 'PostgreSQL' : 'the embedded database'}, ${rigs}`);
  return runRigs({ ...run, say });
}

function chaosOfLonja(run: ChaosRun): Promise<CommandReport> {
  const { say } = talker();
  say(`seed ${run.seed}, Lonja alone, ${run.people} people`);
  return killLonja({ ...run, say });
}

function talker() {
  const startedMs = performance.now();
  const since = () => `${((performance.now() - startedMs) / 1_000).toFixed(0)} s`;
  return { say: (line: string) => console.log(`${since().padStart(7)}  ${line}`) };
}
