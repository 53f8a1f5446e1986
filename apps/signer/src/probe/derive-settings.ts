// What the order pipeline may believe after a probe: never more than what was measured allows. Pure.

import type { DerivedSettings, ProbeFinding } from './probe-finding.ts';

/** What holds until it is measured, as in the order pipeline. */
const cautiousMs = 600_000;
const windowMarginMs = 30_000;
const settleMinMs = 60_000;
/** Fewer samples say nothing about the slowest one in a thousand. */
const samplesMin = 1_000;

/** W from the oldest nonce that was taken; S from at least 1,000 samples, 12 times the mean and twice the p99.9. */
export function deriveSettings(findings: readonly ProbeFinding[]): DerivedSettings {
  const figure = (id: string, name: string) => findings.find((one) => one.id === id)?.figures[name];
  const nonceFamily = figure('P14', 'v2') === 1 ? 'v2' : figure('P14', 'v1') === 1 ? 'v1' : 'none';
  const oldestRefusedMs = figure('P2', 'oldestRefusedMs') ?? -1;
  const isWindowMeasured = nonceFamily === 'v2' && oldestRefusedMs > 0 && figure('P2', 'takenTwice') === 0;
  const samples = figure('P4', 'samples') ?? 0;
  const isSettleMeasured = samples >= samplesMin && figure('P4', 'neverShown') === 0;
  const settleMs = Math.max(
    settleMinMs,
    12 * (figure('P4', 'meanMs') ?? 0),
    2 * (figure('P4', 'p999Ms') ?? 0),
  );
  return {
    nonceFamily,
    requestWindowMs: isWindowMeasured ? oldestRefusedMs + windowMarginMs : cautiousMs,
    settleTimeMs: isSettleMeasured ? settleMs : cautiousMs,
    isWindowMeasured,
    isSettleMeasured,
    isIdUniqueForEver: figure('P5', 'takenAfterEnd') === 0 && figure('P5', 'takenWhileOpen') === 0,
    mayAttemptAgain: false,
    why: [
      isWindowMeasured
        ? `W: a request signed ${oldestRefusedMs} ms before was refused; half a minute is added.`
        : 'W: the end of the window was not seen, so the cautious default stays.',
      isSettleMeasured
        ? `S: ${samples} orders were timed; twice the slowest in a thousand, twelve times the mean, at least a minute.`
        : `S: ${samples} samples are too few for the slowest in a thousand (${samplesMin} are needed), so the cautious default stays.`,
      'An answer that was lost is looked for, and never sent again by itself.',
    ],
  };
}
