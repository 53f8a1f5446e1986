import { expect, it } from 'vitest';
import { formatSandboxClock, parseSandboxClock, sandboxClock } from './sandbox-clock.ts';

it('sandboxClock() stands at its origin before the anchor and runs at its rate after it', () => {
  let wallMs = 900;
  const clock = sandboxClock({ originMs: 5_000, rate: 60, anchorWallMs: 1_000 }, { nowMs: () => wallMs });
  expect(clock.nowMs()).toBe(5_000);
  wallMs = 1_010;
  expect(clock.nowMs()).toBe(5_600);
});

it('parseSandboxClock() reads what formatSandboxClock() wrote and refuses anything else', () => {
  const spec = { originMs: 1_700_000_000_000, rate: 700_000, anchorWallMs: 1_795_000_000_000 };
  expect(parseSandboxClock(formatSandboxClock(spec))).toEqual({ ok: true, value: spec });
  expect(parseSandboxClock('1,2')).toEqual({ ok: false, error: 'sandbox_clock_malformed' });
});
