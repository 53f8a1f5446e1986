// `npm run checklist`: runs the tests of the 71 items of the security checklist and prints what became of each item.

import { parseArgs } from 'node:util';
import { runReportedCommand } from '../command-report.ts';
import { exemptions } from './exemptions.ts';
import { checklistItems } from './items.ts';
import { type ItemState, type JudgedItem, judgeItems } from './judge-items.ts';
import { runTitledTests } from './run-titled-tests.ts';

const help = `npm run checklist

Runs every unit test whose title names an item of the security checklist and prints the table: item, what it asks for,
its state, and its tests or the reason why it has none. Takes no options; ends with 1 when an item is open.`;

const words: Record<ItemState, string> = {
  passed: 'passed',
  superseded: 'superseded',
  not_applicable: 'not applicable',
  open: 'OPEN',
};

await runReportedCommand({
  help,
  timeLimitMs: 30 * 60_000,
  run: async (args, stop) => {
    parseArgs({ args: [...args], options: {} });
    console.log('Running the tests that name an item ...');
    const judged = judgeItems(checklistItems, exemptions, await runTitledTests(stop));
    for (const item of judged) console.log(linesOf(item).join('\n'));
    const count = (state: ItemState) => judged.filter((item) => item.state === state).length;
    const figures = {
      items: judged.length,
      passed: count('passed'),
      superseded: count('superseded'),
      notApplicable: count('not_applicable'),
      open: count('open'),
      tests: new Set(judged.flatMap(({ tests }) => tests.map(({ title }) => title))).size,
    };
    console.log(
      `${figures.passed} passed, ${figures.superseded} superseded, ${figures.notApplicable} not applicable, ${figures.open} open`,
    );
    return { ok: figures.open === 0, figures, targets: { open: 0 } };
  },
});

function linesOf({ item, of, asks, state, tests, reasons }: JudgedItem): readonly string[] {
  const head = `${String(item).padStart(2)}  ${words[state].padEnd(14)}  ${of.padEnd(6)}  ${asks}`;
  const why = reasons.map((reason) => `      because: ${reason}`);
  return [head, ...why, ...tests.map(({ title, passed }) => `      ${passed ? 'ok  ' : 'FAIL'} ${title}`)];
}
