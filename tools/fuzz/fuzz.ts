// `npm run fuzz -- signer [--cases N] [--seed S]`: throws mutated messages at a real process and watches what it lets out.

import { parseArgs } from 'node:util';
import { type CommandReport, runReportedCommand } from '../command-report.ts';
import { fuzzSigner } from './fuzz-signer.ts';

const help = `npm run fuzz -- signer [--cases N] [--seed S]

signer   sends N mutated messages (200000 when left out) to a real signer process and plays its egress: whatever the
         signer signs is checked against the limits by rules that share no code with it. The same seed always gives
         the same messages.`;

await runReportedCommand<CommandReport>({
  help,
  timeLimitMs: 60 * 60_000,
  run: async (args, stop) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        cases: { type: 'string', default: '200000' },
        seed: { type: 'string', default: '1' },
      },
    });
    if (positionals[0] !== 'signer') throw new TypeError('the one thing to fuzz is: signer');
    const found = await fuzzSigner({ cases: Number(values.cases), seed: Number(values.seed), stop });
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
