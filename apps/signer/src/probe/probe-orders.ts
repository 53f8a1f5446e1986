// Probes of resting orders: ids, how soon an order shows, and what a connection closed after the request leaves behind.

import * as http from 'node:http';
import * as https from 'node:https';
import { buildRequest } from '../intent/build-request.ts';
import type { ProbeCall, ProbeFinding } from './probe-finding.ts';
import type { Answered, ProbeSession } from './probe-session.ts';
import { restingBuy, type TinyOrder } from './tiny-order.ts';

const lookMaxMs = 30_000;
const closedSocketTries = 5;

/** P4, P5, P13 and P6. */
export async function probeOrders(
  session: ProbeSession,
  order: TinyOrder,
  sampleCount: number,
): Promise<readonly ProbeFinding[]> {
  return [
    await probeLag(session, order, sampleCount),
    await probeSameId(session, order),
    await probeIdForms(session, order),
    await probeClosedSocket(session, order),
  ];
}

/** Places `order` under `orderId`; whatever the answer, it is cancelled at the end. */
async function place(session: ProbeSession, order: TinyOrder, orderId: string): Promise<Answered> {
  session.mayBeOpen(orderId);
  return session.ask(restingBuy(order, orderId));
}

async function isShown(session: ProbeSession, orderId: string): Promise<boolean> {
  const found = await session.ask(buildRequest({ kind: 'find_orders', orderIds: [orderId] }));
  return found.isAccepted && Array.isArray(found.payload) && found.payload.length > 0;
}

async function probeLag(session: ProbeSession, order: TinyOrder, sampleCount: number): Promise<ProbeFinding> {
  const lagsMs: number[] = [];
  const evidence: ProbeCall[] = [];
  let neverShown = 0;
  for (let sample = 0; sample < sampleCount; sample += 1) {
    const orderId = session.nextOrderId();
    const placed = await place(session, order, orderId);
    if (sample < 3 || !placed.isAccepted) evidence.push(placed.call);
    if (!placed.isAccepted) break;
    const acceptedMs = performance.now();
    let isThere = false;
    while (!isThere && performance.now() - acceptedMs < lookMaxMs) isThere = await isShown(session, orderId);
    if (isThere) lagsMs.push(performance.now() - acceptedMs);
    else neverShown += 1;
    await session.cancel(orderId);
  }
  const figures = { samples: lagsMs.length, neverShown, ...percentiles(lagsMs) };
  const hasAll = lagsMs.length + neverShown === sampleCount;
  return {
    id: 'P4',
    question: 'How long after the answer does an order show among orders?',
    state: hasAll ? 'found' : 'unclear',
    found: hasAll
      ? `${lagsMs.length} of ${sampleCount} showed; half within ${figures.p50Ms} ms, the slowest after ${figures.maxMs} ms (the time of the look-up included).`
      : 'An order was refused, so this could not be measured.',
    figures,
    evidence,
  };
}

function percentiles(lagsMs: readonly number[]) {
  const sorted = [...lagsMs].sort((left, right) => left - right);
  const at = (share: number) =>
    Math.ceil(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  const mean = sorted.reduce((sum, lag) => sum + lag, 0) / Math.max(1, sorted.length);
  return { meanMs: Math.ceil(mean), p50Ms: at(0.5), p99Ms: at(0.99), p999Ms: at(0.999), maxMs: at(1) };
}

async function probeSameId(session: ProbeSession, order: TinyOrder): Promise<ProbeFinding> {
  const orderId = session.nextOrderId();
  const first = await place(session, order, orderId);
  const whileOpen = await place(session, order, orderId);
  const cancelled = await session.cancel(orderId);
  const afterEnd = await place(session, order, orderId);
  if (afterEnd.isAccepted || whileOpen.isAccepted) await session.cancel(orderId);
  const state = first.isAccepted && cancelled.isAccepted ? 'found' : 'unclear';
  const word = (answered: Answered) =>
    answered.isAccepted ? 'taken again' : `refused (${answered.call.answer})`;
  return {
    id: 'P5',
    question: 'Is an order id refused a second time, while its order is open and after it has ended?',
    state,
    found: `While open it is ${word(whileOpen)}; after a cancellation it is ${word(afterEnd)}.`,
    figures: { takenWhileOpen: Number(whileOpen.isAccepted), takenAfterEnd: Number(afterEnd.isAccepted) },
    evidence: [first.call, whileOpen.call, cancelled.call, afterEnd.call],
  };
}

async function probeIdForms(session: ProbeSession, order: TinyOrder): Promise<ProbeFinding> {
  const base = `${session.nextOrderId()}-case`;
  const lower = await place(session, order, base);
  const upper = await place(session, order, base.toUpperCase());
  const forty = await place(session, order, session.nextOrderId().padEnd(40, 'x'));
  const fortyOne = await place(session, order, session.nextOrderId().padEnd(41, 'x'));
  const isCaseSensitive = lower.isAccepted && upper.isAccepted;
  return {
    id: 'P13',
    question: 'Are order ids case sensitive, and how long may they be?',
    state: lower.isAccepted ? 'found' : 'unclear',
    found: `Case ${isCaseSensitive ? 'matters' : 'does not matter'}; 40 characters are ${forty.isAccepted ? 'taken' : 'refused'}, 41 are ${fortyOne.isAccepted ? 'taken' : 'refused'}.`,
    figures: {
      caseSensitive: Number(isCaseSensitive),
      forty: Number(forty.isAccepted),
      fortyOne: Number(fortyOne.isAccepted),
    },
    evidence: [lower, upper, forty, fortyOne].map(({ call }) => call),
  };
}

async function probeClosedSocket(session: ProbeSession, order: TinyOrder): Promise<ProbeFinding> {
  let placed = 0;
  const evidence: ProbeCall[] = [];
  for (let tries = 0; tries < closedSocketTries; tries += 1) {
    const orderId = session.nextOrderId();
    session.mayBeOpen(orderId);
    await sendAndClose(session, order, orderId);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const found = await session.ask(buildRequest({ kind: 'find_orders', orderIds: [orderId] }));
    evidence.push(found.call);
    if (found.isAccepted && Array.isArray(found.payload) && found.payload.length > 0) placed += 1;
  }
  return {
    id: 'P6',
    question: 'Is an order placed whose connection is closed right after the request?',
    state: 'found',
    found: `${placed} of ${closedSocketTries} were there afterwards.`,
    figures: { placed, tries: closedSocketTries },
    evidence,
  };
}

/** Writes the whole request and closes the connection without waiting for a word. */
function sendAndClose(session: ProbeSession, order: TinyOrder, orderId: string): Promise<void> {
  const { host } = session;
  const signed = session.signed(restingBuy(order, orderId), session.nonce());
  const { request: open } = host.protocol === 'https:' ? https : http;
  return new Promise((resolve) => {
    const outgoing = open({
      hostname: host.isLoopback ? '127.0.0.1' : host.hostname,
      port: host.port,
      method: signed.method,
      path: signed.target,
      agent: false,
      headers: {
        authorization: signed.authorization,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(signed.body),
      },
    });
    outgoing.on('error', () => resolve());
    outgoing.end(signed.body, () => {
      outgoing.destroy();
      resolve();
    });
  });
}
