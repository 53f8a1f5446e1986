// What several rigs of the chaos come to: every figure is added, and no good rig makes up for a bad one.

import { expect, test } from 'vitest';
import type { RigReport } from './chaos-rig.ts';
import { addUp } from './chaos-rigs.ts';
import { noTrouble } from './trouble.ts';

const counts: RigReport['counts'] = {
  ...{ cuts: 2, slots: 20, orders: 7, fills: 5, bought: 5, skipped: 1, held: 1, late: 0, acknowledged: 3 },
  ...{ pagesRead: 9, buysShown: 4, duplicates: 0, lost: 0, violations: 0 },
};

function rig(changes: Partial<RigReport> = {}): RigReport {
  return { ok: true, isTrailWhole: true, tally: { ...noTrouble(), signer: 3 }, counts, ...changes };
}

test('addUp() adds what every rig counted and takes the middle of all starts', () => {
  const slow = rig({ tally: { ...noTrouble(), signer: 1, startsMs: [900, 5_000] } });
  const quick = rig({ tally: { ...noTrouble(), mandato: 4, startsMs: [300] } });
  const { ok, figures } = addUp([slow, quick], { kills: 5, seconds: 9 });
  expect(ok).toBe(true);
  expect(figures).toMatchObject({
    ...{ rigs: 2, rigsOk: 2, kills: 5, signer: 1, mandato: 4, seconds: 9 },
    ...{ startP50Ms: 900, startMaxMs: 5_000, slots: 40, orders: 14, fills: 10, trailWhole: 1 },
  });
});

test('addUp() is not ok when one rig of many is not, broke, or when kills are missing', () => {
  const good = Array.from({ length: 4 }, () => rig());
  const lost = rig({ ok: false, counts: { ...counts, lost: 1, violations: 1 } });
  const torn = rig({ ok: false, isTrailWhole: false });
  const want = { kills: 12, seconds: 1 };
  expect(addUp(good, want).ok).toBe(true);
  expect(addUp(good, { ...want, kills: 13 }).ok).toBe(false);
  expect(addUp([...good, lost], want)).toMatchObject({ ok: false, figures: { lost: 1, rigsOk: 4, rigs: 5 } });
  expect(addUp([...good, torn], want)).toMatchObject({ ok: false, figures: { trailWhole: 0 } });
  expect(addUp([...good, null], want)).toMatchObject({ ok: false, figures: { trailWhole: 0, rigs: 5 } });
});
