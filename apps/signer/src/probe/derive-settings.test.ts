// Settings never believe more than was measured, and the probe's program has no word of moving money out.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { buildProgram } from '../testing/build-programs.ts';
import { deriveSettings } from './derive-settings.ts';
import type { ProbeFinding } from './probe-finding.ts';

const folder = mkdtempSync(join(tmpdir(), 'probe-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function finding(id: string, figures: Readonly<Record<string, number>>): ProbeFinding {
  return { id, question: '', state: 'found', found: '', figures, evidence: [] };
}

const families = finding('P14', { v1: 0, v2: 1 });
const window = finding('P2', { takenTwice: 0, oldestTakenMs: 59_800, oldestRefusedMs: 60_000 });
const lag = (samples: number) =>
  finding('P4', { samples, neverShown: 0, meanMs: 9_000, p999Ms: 40_000, maxMs: 50_000 });

test('deriveSettings() takes W from the first refused age and S from a thousand samples', () => {
  expect(deriveSettings([families, window, lag(1_000)])).toMatchObject({
    nonceFamily: 'v2',
    requestWindowMs: 90_000,
    settleTimeMs: 108_000,
    isWindowMeasured: true,
    isSettleMeasured: true,
    mayAttemptAgain: false,
  });
});

test('deriveSettings() stays cautious where something was not measured, or measured badly', () => {
  const cautious = { requestWindowMs: 600_000, isWindowMeasured: false };
  const never = finding('P2', { ...window.figures, oldestRefusedMs: -1 });
  const twice = finding('P2', { ...window.figures, takenTwice: 1 });
  expect(deriveSettings([families, never])).toMatchObject(cautious);
  expect(deriveSettings([families, twice])).toMatchObject(cautious);
  expect(deriveSettings([finding('P14', { v1: 1, v2: 0 }), window])).toMatchObject({
    ...cautious,
    nonceFamily: 'v1',
  });
  const unsettled = { settleTimeMs: 600_000, isSettleMeasured: false };
  expect(deriveSettings([families, window, lag(999)])).toMatchObject(unsettled);
  const missing = finding('P4', { ...lag(1_000).figures, neverShown: 1 });
  expect(deriveSettings([families, window, missing])).toMatchObject(unsettled);
});

test('the built probe has no word of moving money out', async () => {
  const text = await buildProgram(join(import.meta.dirname, '../probe.ts'), join(folder, 'probe.mjs'));
  expect(text).toContain('/api/v3/orders');
  expect(text).not.toMatch(/withdraw|transfer|_payout|funding|api_key|phone_|webhook|currency_conversion/i);
});
