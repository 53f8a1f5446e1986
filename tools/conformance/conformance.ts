// `npm run conformance`: an unmodified ccxt does everything that it can do at Bitso, against a Lonja of its own.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runReportedCommand } from '../command-report.ts';
import { accountChecks } from './account-checks.ts';
import type { Check } from './check.ts';
import { type OpenStage, openStage, type Stage } from './lonja-stage.ts';
import { marketChecks } from './market-checks.ts';
import { refusalChecks } from './refusal-checks.ts';
import { tradingChecks } from './trading-checks.ts';

const help = `npm run conformance

Starts Lonja with fresh temporary storage, makes an account, two-factor authentication and keys through its portal,
and calls every method of ccxt's bitso client, unmodified, including what must be refused. Takes no options.`;

// Trading comes before the account's own lists, which then have something to show.
const checks: readonly Check[] = [...marketChecks, ...tradingChecks, ...accountChecks, ...refusalChecks];

await runReportedCommand({
  help,
  timeLimitMs: 3 * 60_000,
  run: async (args, stop) => {
    parseArgs({ args: [...args], options: {} });
    const directory = await mkdtemp(path.join(tmpdir(), 'lonja-conformance-'));
    let open: OpenStage | null = null;
    try {
      open = await openStage(directory);
      const failed = await runChecks(open.stage, stop);
      const passed = checks.length - failed;
      return {
        ok: failed === 0,
        figures: { methods: checks.length, passed, failed },
        targets: { failed: 0 },
      };
    } finally {
      await open?.close();
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    }
  },
});

/** Runs every check, prints a line for each, and resolves with the number of failures. */
async function runChecks(stage: Stage, stop: AbortSignal): Promise<number> {
  const width = Math.max(...checks.map(({ method }) => method.length));
  let failed = 0;
  for (const check of checks) {
    if (stop.aborted) throw new Error('out of time');
    const outcome = await outcomeOf(check, stage);
    if (!outcome.passed) failed += 1;
    const mark = outcome.passed ? 'ok  ' : 'FAIL';
    console.log(`${mark}  ${check.method.padEnd(width)}  ${outcome.note}`);
  }
  console.log(`${checks.length - failed} passed, ${failed} failed`);
  return failed;
}

async function outcomeOf(
  check: Check,
  stage: Stage,
): Promise<{ readonly passed: boolean; readonly note: string }> {
  try {
    return { passed: true, note: await check.run(stage) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { passed: false, note: message.replaceAll(/\s+/g, ' ').slice(0, 400) };
  }
}
