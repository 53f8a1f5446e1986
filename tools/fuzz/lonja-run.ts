// `lonja-run.ts --cases N --seed N`: fuzzes Lonja, prints what happened, and ends with 1 when something went wrong.

import { parseArgs } from 'node:util';
import { fuzzLonja } from './lonja.ts';

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '200000' }, seed: { type: 'string', default: '1' } },
});
const report = await fuzzLonja({ cases: Number(values.cases), seed: Number(values.seed) });
console.log(`${report.cases} requests with seed ${report.seed}, ${report.forgeries} of them forged`);
for (const [status, count] of Object.entries(report.statuses)) console.log(`  ${status.padEnd(4)} ${count}`);
console.log(`slowest answer: ${report.slowestMs} ms`);
for (const violation of report.violations) console.log(`VIOLATION ${violation}`);
console.log(JSON.stringify({ ...report, ok: report.violations.length === 0 }));
process.exitCode = report.violations.length === 0 ? 0 : 1;
