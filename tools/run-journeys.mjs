// Runs the browser journeys against built programs, and ends with their counts; CHROMIUM_PATH names the browser.

import { findChromium } from './find-chromium.mjs';
import { runPlainly } from './plain-failure.mjs';
import { prepare } from './prepare.mjs';
import { runCheck } from './run-check.mjs';

await runPlainly(async () => {
  await prepare();
  process.env['CHROMIUM_PATH'] = findChromium().program;
  const outcome = await runCheck({
    name: 'journeys',
    bin: 'vitest',
    args: ['run', '--config', 'vitest.journeys.config.ts'],
    counts: 'vitest',
  });
  console.log(outcome.failed > 0 ? outcome.output : outcome.note);
  console.log(`${outcome.passed} passed, ${outcome.failed} failed`);
  return outcome.failed === 0 ? 0 : 1;
});
