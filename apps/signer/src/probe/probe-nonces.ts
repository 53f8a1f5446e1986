// Probes of the nonce: which families are taken, in which order, how old and how new, and never twice.

import type { ProbeCall, ProbeFinding } from './probe-finding.ts';
import type { NonceFamily, ProbeSession } from './probe-session.ts';

/** Ages that are tried, oldest last; between the last accepted and the first refused one it is halved. */
const agesMs = [1_000, 5_000, 20_000, 60_000, 180_000, 420_000, 660_000, 1_200_000, 3_700_000] as const;
const futuresMs = [1_000, 5_000, 20_000, 60_000, 180_000, 420_000] as const;
const exactToMs = 500;

/** P14, P1, P2, P3, in the order in which one does not disturb the next; leaves the session with a family that works. */
export async function probeNonces(session: ProbeSession): Promise<readonly ProbeFinding[]> {
  const accepted = await probeFamilies(session);
  const findings = [accepted.finding, await probeRising(session, accepted.v1)];
  session.family = accepted.v2 ? 'v2' : 'v1';
  findings.push(await probeWindow(session, accepted.v2), await probeMixing(session, accepted));
  return findings;
}

interface Families {
  readonly v1: boolean;
  readonly v2: boolean;
}

async function probeFamilies(session: ProbeSession): Promise<Families & { readonly finding: ProbeFinding }> {
  const evidence: ProbeCall[] = [];
  const isTaken = async (family: NonceFamily) => {
    const answered = await session.readBalances(session.nonce(family));
    evidence.push(answered.call);
    return answered.isAccepted;
  };
  const v1 = await isTaken('v1');
  const v2 = await isTaken('v2');
  const words = [v1 ? 'v1 is taken' : 'v1 is refused', v2 ? 'v2 is taken' : 'v2 is refused'].join(', ');
  const finding: ProbeFinding = {
    id: 'P14',
    question: 'Which families of nonces are taken?',
    state: v1 || v2 ? 'found' : 'unclear',
    found: `${words}.`,
    figures: { v1: Number(v1), v2: Number(v2) },
    evidence,
  };
  return { v1, v2, finding };
}

async function probeRising(session: ProbeSession, isTaken: boolean): Promise<ProbeFinding> {
  const about = { id: 'P1', question: 'Must v1 nonces rise?' };
  if (!isTaken) return { ...about, ...notAsked('v1 is not taken at all.') };
  const lower = session.nonce('v1');
  const higher = `${Number(lower) + 10}`;
  const first = await session.readBalances(higher);
  const second = await session.readBalances(lower);
  // Whatever comes next must lie above the higher one.
  for (let used = 0; used < 10; used += 1) session.nonce('v1');
  const evidence = [first.call, second.call];
  if (!first.isAccepted)
    return { ...about, state: 'unclear', found: 'The higher one was refused.', figures: {}, evidence };
  const mustRise = !second.isAccepted;
  const found = mustRise
    ? 'Yes: after a nonce was taken a lower one is refused.'
    : 'No: a lower nonce was taken after a higher one.';
  return { ...about, state: 'found', found, figures: { mustRise: Number(mustRise) }, evidence };
}

async function probeWindow(session: ProbeSession, isTaken: boolean): Promise<ProbeFinding> {
  const about = { id: 'P2', question: 'How old and how new may a v2 nonce be, and is one taken twice?' };
  if (!isTaken) return { ...about, ...notAsked('v2 is not taken at all.') };
  const evidence: ProbeCall[] = [];
  const tryAt = async (offsetMs: number) => {
    const answered = await session.readBalances(session.nonce('v2', offsetMs));
    evidence.push(answered.call);
    return answered.isAccepted;
  };
  const nonce = session.nonce('v2');
  const once = await session.readBalances(nonce);
  const twice = await session.readBalances(nonce);
  evidence.push(once.call, twice.call);
  const oldest = await findEdge(agesMs, (ageMs) => tryAt(-ageMs));
  const newest = await findEdge(futuresMs, (aheadMs) => tryAt(aheadMs));
  const isStillUsable = await tryAt(0);
  const figures = {
    takenTwice: Number(twice.isAccepted),
    oldestTakenMs: oldest.takenMs,
    oldestRefusedMs: oldest.refusedMs ?? -1,
    newestTakenMs: newest.takenMs,
    newestRefusedMs: newest.refusedMs ?? -1,
    usableAfterFuture: Number(isStillUsable),
  };
  const edge =
    oldest.refusedMs === null ? 'without an end that was found' : `refused from ${oldest.refusedMs} ms on`;
  return {
    ...about,
    state: once.isAccepted ? 'found' : 'unclear',
    found: `A nonce ${twice.isAccepted ? 'IS TAKEN TWICE' : 'is taken once'}; taken up to ${oldest.takenMs} ms old, ${edge}; up to ${newest.takenMs} ms ahead.`,
    figures,
    evidence,
  };
}

interface Edge {
  readonly takenMs: number;
  /** Null when nothing was refused. */
  readonly refusedMs: number | null;
}

async function findEdge(steps: readonly number[], isTaken: (ms: number) => Promise<boolean>): Promise<Edge> {
  let takenMs = 0;
  let refusedMs: number | null = null;
  for (const stepMs of steps) {
    if (await isTaken(stepMs)) takenMs = stepMs;
    else {
      refusedMs = stepMs;
      break;
    }
  }
  while (refusedMs !== null && refusedMs - takenMs > Math.max(exactToMs, takenMs >> 6)) {
    const middleMs = (takenMs + refusedMs) >> 1;
    if (await isTaken(middleMs)) takenMs = middleMs;
    else refusedMs = middleMs;
  }
  return { takenMs, refusedMs };
}

async function probeMixing(session: ProbeSession, { v1, v2 }: Families): Promise<ProbeFinding> {
  const about = { id: 'P3', question: 'May one key use both families?' };
  if (!v1 || !v2) return { ...about, ...notAsked('Only one family is taken.') };
  const evidence: ProbeCall[] = [];
  let refused = 0;
  for (const family of ['v2', 'v1', 'v2', 'v1'] as const) {
    const answered = await session.readBalances(session.nonce(family));
    evidence.push(answered.call);
    if (!answered.isAccepted) refused += 1;
  }
  const found =
    refused === 0 ? 'Yes: both were taken in turn.' : `No: ${refused} of 4 calls in turn were refused.`;
  return { ...about, state: 'found', found, figures: { refused }, evidence };
}

function notAsked(reason: string): Pick<ProbeFinding, 'state' | 'found' | 'figures' | 'evidence'> {
  return { state: 'not_asked', found: reason, figures: {}, evidence: [] };
}
