import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideDueSlots, onTimeDefaultMs } from './missed-slots.ts';
import type { PlanSchedule } from './plan.ts';
import { dueSlots } from './slots.ts';

const daily: PlanSchedule = { kind: 'daily', hour: 9, minute: 0, zone: 'America/Mexico_City' };
const at = (text: string) => Date.parse(text);
const hourMs = 3_600_000;

function plan(missedSlots: 'skip' | 'buy_once') {
  return { schedule: daily, startsOn: '2026-11-01', missedSlots };
}

describe('decideDueSlots()', () => {
  it('decideDueSlots() answers each due slot once, buys at most one of them, and only the newest', () => {
    const cases = fc.record({
      rule: fc.constantFrom('skip' as const, 'buy_once' as const),
      isPaused: fc.boolean(),
      startHour: fc.integer({ min: 0, max: 400 }),
      hours: fc.integer({ min: 1, max: 400 }),
    });
    fc.assert(
      fc.property(cases, ({ rule, isPaused, startHour, hours }) => {
        const fromMs = at('2026-11-10T00:00:00Z') + startHour * hourMs;
        const nowMs = fromMs + hours * hourMs;
        const decisions = decideDueSlots(plan(rule), {
          fromMs,
          nowMs,
          onTimeMs: onTimeDefaultMs,
          isPaused,
        });
        expect(decisions.map(({ slot }) => slot)).toEqual(dueSlots(plan(rule), fromMs, nowMs));
        const buys = decisions.filter(({ kind }) => kind === 'buy');
        expect(buys.length).toBeLessThanOrEqual(isPaused ? 0 : 1);
        if (buys.length === 1) expect(decisions.at(-1)).toBe(buys[0]);
      }),
    );
  });

  const dueMs = at('2026-11-27T15:00:00Z');

  it('decideDueSlots() buys a slot that is noticed on time, whatever the rule', () => {
    for (const rule of ['skip', 'buy_once'] as const) {
      const span = { fromMs: dueMs - 1, nowMs: dueMs + 60_000, onTimeMs: onTimeDefaultMs, isPaused: false };
      expect(decideDueSlots(plan(rule), span)).toEqual([
        { kind: 'buy', slot: { key: '2026-11-27T09:00', atMs: dueMs }, validUntilMs: dueMs + 6 * hourMs },
      ]);
    }
  });

  it('decideDueSlots() follows the rule for a slot noticed an hour late, and buys nothing after six', () => {
    const kinds = (rule: 'skip' | 'buy_once', lateMs: number) =>
      decideDueSlots(plan(rule), {
        fromMs: dueMs - 1,
        nowMs: dueMs + lateMs,
        onTimeMs: onTimeDefaultMs,
        isPaused: false,
      }).map(({ kind }) => kind);
    expect(kinds('skip', hourMs)).toEqual(['missed']);
    expect(kinds('buy_once', hourMs)).toEqual(['buy']);
    expect(kinds('buy_once', 6 * hourMs)).toEqual(['missed']);
  });

  it('decideDueSlots() names the pause as the cause for a paused plan', () => {
    const span = { fromMs: dueMs - 1, nowMs: dueMs, onTimeMs: onTimeDefaultMs, isPaused: true };
    expect(decideDueSlots(plan('buy_once'), span)).toEqual([
      { kind: 'missed', slot: { key: '2026-11-27T09:00', atMs: dueMs }, cause: 'paused' },
    ]);
  });
});
