// The command that spoils a trail in many ways and counts how often the first bad row is named: COUNT (10,000).

import { createHmac } from 'node:crypto';
import { countFound } from './tamper-with-trail.ts';

const count = Number(process.argv[2] ?? '10000');
const startedMs = performance.now();
const { found, missed } = countFound(
  { mac: (text) => createHmac('sha256', 'a key for this count').update(text).digest('hex'), length: 60 },
  count,
);
const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
process.stdout.write(
  `${found} of ${count} spoiled trails were found, each at its first bad row (${seconds} s)\n`,
);
process.stdout.write(`${JSON.stringify({ ok: missed.length === 0, count, found, missed: missed.length })}\n`);
process.exitCode = missed.length === 0 ? 0 : 1;
