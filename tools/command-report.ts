// The last word of a command (demo, conformance, later ones): one JSON line, an exit code, and never too late.

import { writeSync } from 'node:fs';

/** What a command measured. `figures` are what was seen, `targets` the bounds that they were held against. */
export interface CommandReport {
  /** Whether every target was met. */
  readonly ok: boolean;
  readonly figures: Readonly<Record<string, number>>;
  readonly targets: Readonly<Record<string, number>>;
}

export interface ReportedCommand<Report extends CommandReport> {
  /** Printed for `--help`, as it is. */
  readonly help: string;
  /** The command ends, as failed, when it has not ended by itself after this long. */
  readonly timeLimitMs: number;
  /** The work itself; `stop` fires when the time is over, 5 s before the process ends. */
  readonly run: (args: readonly string[], stop: AbortSignal) => Promise<Report>;
}

/** What a person asked for cannot be: the command says so in one sentence and ends with 2. */
export class ArgumentMistake extends Error {
  readonly code = 'ERR_PARSE_ARGS_MEANING';
}

const graceMs = 5_000;

/**
 * Runs `command` with the arguments of this process and ends the process: 0 when ok, 1 when not, 2 when the
 * arguments are wrong. The last line on stdout is the report as JSON, also after a crash or a time-out.
 */
export async function runReportedCommand<Report extends CommandReport>(
  command: ReportedCommand<Report>,
): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(command.help);
    return;
  }
  const stop = new AbortController();
  const limit = setTimeout(() => endLate(command.timeLimitMs, stop), command.timeLimitMs);
  try {
    const report = await command.run(args, stop.signal);
    end(report, report.ok ? 0 : 1);
  } catch (error) {
    endCrashed(error);
  } finally {
    clearTimeout(limit);
  }
}

function endLate(timeLimitMs: number, stop: AbortController): void {
  const reason = `stopped after ${timeLimitMs / 1000} s: the command bounds its own time`;
  console.error(reason);
  stop.abort(new Error(reason));
  setTimeout(() => end(failedReport(reason), 1), graceMs);
}

function endCrashed(error: unknown): void {
  if (isArgumentMistake(error)) {
    console.error(`${error.message} (see --help)`);
    process.exit(2);
  }
  console.error(error);
  end(failedReport(error instanceof Error ? error.message : String(error)), 1);
}

function failedReport(failure: string): CommandReport & { readonly failure: string } {
  return { ok: false, figures: {}, targets: {}, failure };
}

/** Ends the process itself: a forgotten handle must not keep a finished command alive. */
function end(report: CommandReport, exitCode: number): void {
  writeFully(`${JSON.stringify(report)}\n`);
  process.exit(exitCode);
}

/** Synchronous, since a pipe may still be full when the process is about to end. */
function writeFully(text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if (!isBusyPipe(error)) throw error;
    }
  }
}

function isBusyPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}

function isArgumentMistake(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
