import { seededRng } from '@mandato/primitives/seeded-rng';
import { expect, test } from 'vitest';
import { fuzzLonja } from './lonja.ts';
import { FuzzRequests } from './lonja-requests.ts';

const keys = {
  watched: { id: 'watched', secret: 's', cookie: 'c' },
  busy: { id: 'busy', secret: 't', cookie: 'd' },
};

test('FuzzRequests make the same requests of the same numbers, whatever came before', () => {
  const lines = (requests: FuzzRequests) => Array.from({ length: 300 }, () => requests.next().line);
  const fresh = new FuzzRequests(seededRng(9), keys);
  const used = new FuzzRequests(seededRng(1), keys);
  lines(used);
  lines(used);
  used.begin(seededRng(9));
  expect(lines(used)).toEqual(lines(fresh));
});

test('fuzzLonja() finds nothing in a short run', async () => {
  const report = await fuzzLonja({ cases: 2_500, seed: 20_261_122, hangMs: 10_000 });
  expect(report.violations).toEqual([]);
  const answered = Object.values(report.statuses).reduce((sum, count) => sum + count, 0);
  expect(answered).toBe(2_500);
  expect(report.forgeries).toBeGreaterThan(400);
  // Requests of every kind got through to where they are judged.
  expect(Object.keys(report.statuses)).toEqual(expect.arrayContaining(['200', '400', '401', '404']));
}, 60_000);
