// The chances of a simulation in which nothing is left to chance: what happens is what the suite's script says.

import type { Draws } from '../draws.ts';
import type { Swarm } from '../swarm.ts';
import type { Death, Trouble } from './product.ts';

/** What the next order meets; each is used up by the first order that it strikes, but for those that last. */
export interface Script {
  trouble: Trouble;
  death: Death | null;
  /** It has struck. */
  isUsed: boolean;
  /** How long a process that dies stays away. */
  awayMs: number;
}

/** The share of a partial fill, in hundredths: any would do. */
const half = 50;

/** Draws that strike as `script` says at the moment, and are 0 everywhere else. */
export function scriptedDraws(script: Script): Draws {
  return {
    unit: (site) => (site.startsWith('lag ') && script.trouble === 'slow_trades' ? 0.5 : 0),
    below: (site, bound) => {
      if (site.startsWith('restart ')) return script.awayMs;
      return site.startsWith('partial by') ? Math.min(half, bound - 1) : 0;
    },
    delay: () => 0,
    strikes: (site, _probability, of = '') => strikes(script, site, of),
    source: () => () => 0,
  };
}

function strikes(script: Script, site: string, of: string): boolean {
  if (site === 'crash at') {
    if (script.death === null || !of.startsWith(`${script.death} `)) return false;
    script.death = null;
    return true;
  }
  const isRead = of.startsWith('reads ');
  const isUnreadable = script.trouble === 'unreadable_there' || script.trouble === 'unreadable_absent';
  if (isRead) return isUnreadable && script.isUsed && site === '503 before';
  if (site !== strikeOf(script.trouble) || script.isUsed || /^(?:trades|find|read|cancel)/.test(of))
    return false;
  script.isUsed = true;
  return true;
}

/** What the simulator calls it. */
function strikeOf(trouble: Trouble): string | null {
  switch (trouble) {
    case 'answer_lost':
    case 'unreadable_there':
      return 'reply lost';
    case 'request_lost':
    case 'unreadable_absent':
      return 'request lost';
    case 'failed_before':
      return '503 before';
    case 'failed_after':
      return '502 after';
    case 'limited_after':
      return '429 after';
    case 'sent_twice':
      return 'duplicated';
    case 'partial':
      return 'partial';
    case 'none':
    case 'slow_trades':
    case 'refused':
      return null;
  }
}

/** A world in which everything may happen and one person invests. */
export const scriptedSwarm: Swarm = {
  workers: 1,
  users: 1,
  plansPerUser: 1,
  marketRate: 1,
  isAtOnce: false,
  nonceMode: 'v2',
  windowMs: 60_000,
  network: {
    requestLost: 1,
    replyLost: 1,
    duplicated: 1,
    refused: 0,
    reset: 0,
    slow: 0,
    slowMeanMs: 0,
    outages: 0,
  },
  exchange: {
    failedBefore: 1,
    failedAfter: 1,
    limitedBefore: 0,
    limitedAfter: 1,
    unreadable: 0,
    acceptedThenLate: 0,
    lateMeanMs: 0,
    lateMaxMs: 0,
    uniqueIds: 'open',
    partial: 1,
    rests: 0,
    readLagMs: 20_000,
    rowLagMs: 0,
    saysPending: false,
    listsEnded: true,
    halts: 0,
    redQuotes: 0,
    foreignOrders: 0,
  },
  process: {
    crashes: 0,
    pauses: 0,
    killFlips: 0,
    stops: 0,
    crashAtPoint: 1,
    pauseAtPoint: 0,
    othersCrashAtPoint: 0,
    killAtPoint: 0,
    commitLostBefore: 0,
    commitLostAfter: 0,
    commitSlow: 0,
    clockSkewMs: 0,
    personActs: 0,
    diskFulls: 0,
    storeAways: 0,
    powerLosses: 0,
  },
};
