// The market clock of a rehearsal: stands at an origin, then runs at a stated rate, the same in both products.

import type { Clock } from './ports.ts';
import { err, ok, type Result } from './result.ts';

/** From `anchorWallMs` on, one wall millisecond is `rate` market milliseconds after `originMs`. */
export interface SandboxClockSpec {
  readonly originMs: number;
  readonly rate: number;
  readonly anchorWallMs: number;
}

/** Reads `ORIGIN_MS,RATE,ANCHOR_WALL_MS`, the value of `--sandbox-clock`. */
export function parseSandboxClock(text: string): Result<SandboxClockSpec, 'sandbox_clock_malformed'> {
  const match = /^([0-9]{1,15}),([0-9]{1,9}),([0-9]{1,15})$/.exec(text);
  if (match === null) return err('sandbox_clock_malformed');
  return ok({ originMs: Number(match[1]), rate: Number(match[2]), anchorWallMs: Number(match[3]) });
}

/** Writes a spec so that `parseSandboxClock` reads it back. */
export function formatSandboxClock(spec: SandboxClockSpec): string {
  return `${spec.originMs},${spec.rate},${spec.anchorWallMs}`;
}

/** The market clock that `spec` describes over `wall`; it stands still before the anchor. */
export function sandboxClock(spec: SandboxClockSpec, wall: Clock): Clock {
  return {
    nowMs: () => spec.originMs + Math.max(0, wall.nowMs() - spec.anchorWallMs) * spec.rate,
  };
}
