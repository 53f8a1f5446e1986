import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClockDrift, isClockOff, narrowDrift, type TimeTold } from './clock-drift.ts';

const nowMs = 1_795_176_000_000;

/** What an exchange tells that is asked at `atMs` of its own clock by a clock that is `driftMs` ahead of it. */
function told(driftMs: number, at: { atMs: number; thereMs: number; backMs: number }): TimeTold {
  const wroteAtMs = at.atMs + at.thereMs;
  return {
    askedAtMs: at.atMs + driftMs,
    heardAtMs: wroteAtMs + at.backMs + driftMs,
    secondMs: Math.floor(wroteAtMs / 1_000) * 1_000,
  };
}

const travel = fc.record({ wait: fc.nat(5_000), thereMs: fc.nat(15_000), backMs: fc.nat(15_000) });
const drift = fc.integer({ min: -3_600_000, max: 3_600_000 });

function heard(driftMs: number, answers: readonly { wait: number; thereMs: number; backMs: number }[]) {
  let known: ClockDrift | null = null;
  let atMs = nowMs;
  for (const { wait, ...way } of answers) {
    atMs += wait;
    known = narrowDrift(known, told(driftMs, { atMs, ...way }));
  }
  return known;
}

describe('narrowDrift()', () => {
  it('narrowDrift() never excludes the true drift, however slow and uneven the way is', () => {
    fc.assert(
      fc.property(drift, fc.array(travel, { minLength: 1, maxLength: 12 }), (driftMs, answers) => {
        const known = heard(driftMs, answers);
        expect(known?.leastMs).toBeLessThanOrEqual(driftMs);
        expect(known?.mostMs).toBeGreaterThanOrEqual(driftMs);
      }),
    );
  });

  it('narrowDrift() follows a clock that steps with the first answer that contradicts what was known', () => {
    const before = heard(0, [{ wait: 0, thereMs: 50, backMs: 50 }]);
    const at = { atMs: nowMs + 4_000, thereMs: 50, backMs: 50 };
    const after = narrowDrift(before, told(-20_000, at));
    expect([after.leastMs, after.mostMs].map((ms) => Math.round(ms / 1_000))).toEqual([-21, -20]);
    expect(isClockOff(after)).toBe(true);
    expect(isClockOff(narrowDrift(after, told(0, { ...at, atMs: nowMs + 8_000 })))).toBe(false);
  });

  it('narrowDrift() forgets what is older than five minutes', () => {
    const exact: ClockDrift = { leastMs: 10, mostMs: 20, seenAtMs: nowMs };
    const widthAfter = (ms: number) => {
      const after = narrowDrift(exact, told(15, { atMs: nowMs + ms, thereMs: 300, backMs: 300 }));
      return after.mostMs - after.leastMs;
    };
    expect(widthAfter(299_000)).toBe(10);
    expect(widthAfter(300_000)).toBe(1_600);
  });
});

describe('isClockOff()', () => {
  it('isClockOff() blames no clock that is at most two seconds off, and misses none that is two and more (C1)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -2_000, max: 2_000 }),
        fc.array(travel, { minLength: 1 }),
        (ms, answers) => {
          const known = heard(ms, answers);
          expect(known === null || isClockOff(known)).toBe(false);
        },
      ),
    );
    // Answers at ten parts of a second, each 40 ms under way.
    const tenths = Array.from({ length: 10 }, () => ({ wait: 1_100, thereMs: 20, backMs: 20 }));
    for (const driftMs of [2_200, -2_200, 5_000, -5_000, 600_000, -600_000]) {
      const known = heard(driftMs, tenths);
      expect([driftMs, known !== null && isClockOff(known)]).toEqual([driftMs, true]);
    }
    // From three seconds and the way on the first answer is enough.
    for (const driftMs of [3_100, -3_100]) {
      const known = heard(driftMs, tenths.slice(0, 1));
      expect([driftMs, known !== null && isClockOff(known)]).toEqual([driftMs, true]);
    }
  });
});
