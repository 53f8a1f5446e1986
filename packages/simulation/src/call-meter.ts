// Counts calls in every sliding minute, as an exchange does that locks out whoever makes too many.

import type { Findings } from './findings.ts';

const minuteMs = 60_000;

/** Four fifths of what Bitso allows: 300 signed calls for a user, 60 public ones for an address. */
const callsMax = { signed: 240, public: 48 } as const;

export class CallMeter {
  readonly #findings: Findings;
  readonly #times = new Map<string, { ms: number[]; first: number; toldMs: number }>();

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** Counts a call of `who` that leaves at `nowMs`. */
  count(kind: keyof typeof callsMax, who: string, nowMs: number): void {
    const key = `${kind} ${who}`;
    let calls = this.#times.get(key);
    if (calls === undefined) {
      calls = { ms: [], first: 0, toldMs: Number.NEGATIVE_INFINITY };
      this.#times.set(key, calls);
    }
    calls.ms.push(nowMs);
    while ((calls.ms[calls.first] ?? nowMs) <= nowMs - minuteMs) calls.first += 1;
    const inMinute = calls.ms.length - calls.first;
    if (inMinute <= callsMax[kind] || nowMs - calls.toldMs < minuteMs) return;
    calls.toldMs = nowMs;
    this.#findings.add('V15', `${inMinute} ${kind} calls of ${who} within a minute`);
  }
}
