// What a seed is made of: which faults exist in it and how strong they are, who invests, and how the exchange behaves.

import { type Draws, drawsOf } from './draws.ts';

/** Probabilities are of one use, times in milliseconds. */
export interface Swarm {
  readonly workers: number;
  readonly users: number;
  readonly plansPerUser: number;
  /** Market days that pass in a wall day. */
  readonly marketRate: number;
  /** All plans are due in the same minute. */
  readonly isAtOnce: boolean;
  readonly nonceMode: 'v1' | 'v2';
  /** The exchange refuses requests signed longer ago; with v1 nonces only their order counts. */
  readonly windowMs: number;
  readonly network: NetworkFaults;
  readonly exchange: ExchangeFaults;
  readonly process: ProcessFaults;
}

export interface NetworkFaults {
  readonly requestLost: number;
  readonly replyLost: number;
  readonly duplicated: number;
  readonly refused: number;
  readonly reset: number;
  readonly slow: number;
  readonly slowMeanMs: number;
  /** Outages within the hours of faults. */
  readonly outages: number;
}

export interface ExchangeFaults {
  readonly failedBefore: number;
  readonly failedAfter: number;
  readonly limitedBefore: number;
  readonly limitedAfter: number;
  readonly unreadable: number;
  readonly acceptedThenLate: number;
  readonly lateMeanMs: number;
  readonly lateMaxMs: number;
  /** Which ids the exchange refuses to take again. */
  readonly uniqueIds: 'open' | 'forever' | 'none';
  readonly partial: number;
  /** Orders that stay open for a while before they trade. */
  readonly rests: number;
  readonly readLagMs: number;
  /** Each further trade row becomes visible so much later. */
  readonly rowLagMs: number;
  /** Answers 0377 and 0378 while trades are not visible; an empty list otherwise. */
  readonly saysPending: boolean;
  /** Ended orders stay listed for up to an hour. */
  readonly listsEnded: boolean;
  readonly halts: number;
  readonly redQuotes: number;
  readonly foreignOrders: number;
}

export interface ProcessFaults {
  /** At random times, for each worker. */
  readonly crashes: number;
  readonly pauses: number;
  readonly killFlips: number;
  /** Stops of an account, a plan, or everybody. */
  readonly stops: number;
  /** At named points of the pipeline. */
  readonly crashAtPoint: number;
  readonly pauseAtPoint: number;
  /** Another worker dies here, and is back within seconds. */
  readonly othersCrashAtPoint: number;
  readonly killAtPoint: number;
  readonly commitLostBefore: number;
  readonly commitLostAfter: number;
  readonly commitSlow: number;
  readonly clockSkewMs: number;
  /** What each person does with plans in the hours of faults. */
  readonly personActs: number;
  /** Times without room on the disk, without the database, and without power. */
  readonly diskFulls: number;
  readonly storeAways: number;
  readonly powerLosses: number;
}

/** Chances in a thousand that a knob of the swarm is simply off. */
const offPerThousand = 350;

/** The swarm of `seed`, before a configuration shapes it. */
export function swarmOf(seed: number): Swarm {
  const draws = drawsOf({ seed, without: new Set(), onStrike: () => undefined });
  const pick = <T>(site: string, values: readonly [T, ...T[]]): T =>
    values[draws.below(site, values.length)] ?? values[0];
  return {
    workers: pick('swarm workers', [1, 1, 2, 3]),
    users: 1 + draws.below('swarm users', 3),
    plansPerUser: 1 + draws.below('swarm plans', 3),
    marketRate: pick('swarm rate', [24, 24, 48, 48, 96, 240]),
    isAtOnce: draws.below('swarm at once', 2) === 0,
    nonceMode: pick('swarm nonces', ['v2', 'v2', 'v1']),
    windowMs: pick('swarm window', [60_000, 300_000, 600_000]),
    network: networkFaults(draws),
    exchange: exchangeFaults(draws),
    process: processFaults(draws),
  };
}

function networkFaults(draws: Draws): NetworkFaults {
  return {
    requestLost: knob(draws, 'requestLost', 0.1),
    replyLost: knob(draws, 'replyLost', 0.15),
    duplicated: knob(draws, 'duplicated', 0.1),
    refused: knob(draws, 'refused', 0.1),
    reset: knob(draws, 'reset', 0.05),
    slow: knob(draws, 'slow', 0.1),
    // In some seeds what is late is minutes late, which only the windows survive.
    slowMeanMs: (1 + 4 * draws.below('swarm very slow', 2)) * (5_000 + draws.below('swarm slowMean', 40_000)),
    outages: Math.round(knob(draws, 'outages', 3)),
  };
}

function exchangeFaults(draws: Draws): ExchangeFaults {
  return {
    failedBefore: knob(draws, 'failedBefore', 0.05),
    failedAfter: knob(draws, 'failedAfter', 0.05),
    limitedBefore: knob(draws, 'limitedBefore', 0.03),
    limitedAfter: knob(draws, 'limitedAfter', 0.02),
    unreadable: knob(draws, 'unreadable', 0.03),
    acceptedThenLate: knob(draws, 'acceptedThenLate', 0.3),
    uniqueIds: (['open', 'open', 'forever', 'none'] as const)[draws.below('swarm uniqueIds', 4)] ?? 'open',
    lateMaxMs: 90_000,
    lateMeanMs: 1_000 + draws.below('swarm lateMean', 9_000),
    partial: knob(draws, 'partial', 0.6),
    rests: knob(draws, 'rests', 0.5),
    readLagMs: knob(draws, 'readLag', 20_000),
    rowLagMs: knob(draws, 'rowLag', 15_000),
    saysPending: draws.unit('swarm saysPending') < 0.5,
    listsEnded: draws.unit('swarm listsEnded') < 0.5,
    halts: Math.round(knob(draws, 'halts', 3)),
    redQuotes: Math.round(knob(draws, 'redQuotes', 4)),
    foreignOrders: Math.round(knob(draws, 'foreignOrders', 6)),
  };
}

function processFaults(draws: Draws): ProcessFaults {
  return {
    crashes: Math.round(knob(draws, 'crashes', 12)),
    pauses: Math.round(knob(draws, 'pauses', 12)),
    killFlips: Math.round(knob(draws, 'killFlips', 4)),
    stops: Math.round(knob(draws, 'stops', 8)),
    crashAtPoint: knob(draws, 'crashAtPoint', 0.08),
    pauseAtPoint: knob(draws, 'pauseAtPoint', 0.08),
    othersCrashAtPoint: knob(draws, 'othersCrashAtPoint', 0.15),
    killAtPoint: knob(draws, 'killAtPoint', 0.02),
    commitLostBefore: knob(draws, 'commitLostBefore', 0.01),
    commitLostAfter: knob(draws, 'commitLostAfter', 0.01),
    commitSlow: knob(draws, 'commitSlow', 0.05),
    clockSkewMs: Math.round(knob(draws, 'clockSkew', 2_000)),
    personActs: Math.round(knob(draws, 'personActs', 10)),
    diskFulls: Math.round(knob(draws, 'diskFulls', 2)),
    storeAways: Math.round(knob(draws, 'storeAways', 3)),
    powerLosses: Math.round(knob(draws, 'powerLosses', 3)),
  };
}

function knob(draws: Draws, name: string, max: number): number {
  const isOff = draws.below(`swarm off ${name}`, 1_000) < offPerThousand;
  return isOff ? 0 : draws.unit(`swarm ${name}`) * max;
}
