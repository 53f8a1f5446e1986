// `npm run fuzz -- signer|lonja [--cases N] [--seed S]`: throws mutated input at a real process and watches what comes of it.

import { parseArgs } from 'node:util';
import { ArgumentMistake, type CommandReport, runReportedCommand } from '../command-report.ts';
import { fuzzSigner } from './fuzz-signer.ts';
import { fuzzLonja } from './lonja.ts';

const help = `npm run fuzz -- signer|lonja [--cases N] [--seed S] [--from N]

signer   sends N mutated messages (200000 when left out) to a real signer process and plays its egress: whatever the
         signer signs is checked against the limits by rules that share no code with it. The same seed always gives
         the same messages.
lonja    sends N mutated requests over raw connections, beside half-open, slow, huge and broken ones: never a 5xx, a
         crash, a hang, an accepted forgery or a changed state. --from goes on with case N of the seed: the cases of a
         seed are the same wherever a run begins, so that a million may be made of several runs.`;

await runReportedCommand<CommandReport>({
  help,
  timeLimitMs: 3 * 60 * 60_000,
  run: async (args, stop) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        cases: { type: 'string', default: '200000' },
        seed: { type: 'string', default: '1' },
        from: { type: 'string', default: '0' },
      },
    });
    const [what] = positionals;
    const wanted = { cases: Number(values.cases), seed: Number(values.seed) };
    if (what === 'lonja') {
      const from = Number(values.from);
      if (!Number.isSafeInteger(from) || from < 0) {
        throw new ArgumentMistake(`--from takes a whole number, and "${values.from}" is not one.`);
      }
      return lonjaReport(
        await fuzzLonja({ ...wanted, from, stop: untilInterrupted(stop), say: console.log }),
        wanted.cases,
      );
    }
    if (what !== 'signer') throw new ArgumentMistake('Name what to fuzz: signer or lonja.');
    const found = await fuzzSigner({ ...wanted, stop });
    for (const violation of found.violations.slice(0, 20)) console.error(violation);
    const figures = { ...found.figures, violations: found.violations.length };
    const targets = { cases: Number(values.cases), violations: 0, crashes: 0, answerMsMax: 1_000 };
    const isOk =
      figures.violations === 0 &&
      figures.crashes === 0 &&
      figures.cases === targets.cases &&
      figures.answerMsMax <= targets.answerMsMax &&
      figures.ordersSigned > 0;
    return { ok: isOk, figures, targets };
  },
});

/** Ctrl-C ends a long run with what it found so far. */
function untilInterrupted(stop: AbortSignal): AbortSignal {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  return AbortSignal.any([stop, interrupted.signal]);
}

function lonjaReport(found: Awaited<ReturnType<typeof fuzzLonja>>, cases: number): CommandReport {
  for (const violation of found.violations.slice(0, 20)) console.error(violation);
  const violations = found.violations.length;
  return {
    ok: violations === 0 && found.cases === cases,
    figures: {
      cases: found.cases,
      next: found.next,
      forgeries: found.forgeries,
      slowestMs: found.slowestMs,
      violations,
    },
    targets: { cases, violations: 0 },
  };
}
