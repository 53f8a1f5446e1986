// Probes that cost no call of their own kind: what the run met anyway, and what the key's own past shows.

import { plainRecord } from '../client/plain-record.ts';
import { buildRequest } from '../intent/build-request.ts';
import type { ProbeFinding } from './probe-finding.ts';
import type { Answered, ProbeSession } from './probe-session.ts';

const dayMs = 86_400_000;

/** P7, P8 and P9. Nothing is placed, and no limit is met on purpose. */
export async function probeHistory(session: ProbeSession, book: string): Promise<readonly ProbeFinding[]> {
  return [await probeUnsureAnswers(session), await probeRetention(session, book), limitFinding(session)];
}

/** P7: each order of this run that was answered with a 420, a 429 or a 5xx is looked for. */
async function probeUnsureAnswers(session: ProbeSession): Promise<ProbeFinding> {
  const question = 'Does an answer 420, 429 or 5xx ever leave an order?';
  const { unsureOrders } = session;
  let left = 0;
  const evidence = unsureOrders.map(({ call }) => call);
  for (const { orderId } of unsureOrders) {
    const open = await session.ask(buildRequest({ kind: 'find_orders', orderIds: [orderId] }));
    const traded = await session.ask(buildRequest({ kind: 'read_order_trades', orderId }));
    evidence.push(open.call, traded.call);
    if (rowsOf(open).length > 0 || rowsOf(traded).length > 0) left += 1;
  }
  const count = unsureOrders.length;
  return {
    id: 'P7',
    question,
    state: count === 0 ? 'not_asked' : 'found',
    found:
      count === 0
        ? 'No order of this run was answered so, and it cannot be provoked without overloading the exchange.'
        : `${count} orders of this run were answered so; ${left} of them were there afterwards.`,
    figures: { answeredSo: count, leftAnOrder: left },
    evidence,
  };
}

/** P8: the oldest trade that the key is shown and that has an order id, looked for by that id. */
async function probeRetention(session: ProbeSession, book: string): Promise<ProbeFinding> {
  const question = 'How long are trades found by order id?';
  const history = await session.ask(buildRequest({ kind: 'read_user_trades', book, afterTradeId: null }));
  const oldest = oldestWithOrderId(rowsOf(history));
  if (oldest === null) {
    const found = 'This key has no trade of an order with an id of its own: run the probe again later.';
    return { id: 'P8', question, state: 'not_asked', found, figures: {}, evidence: [history.call] };
  }
  const looked = await session.ask(buildRequest({ kind: 'read_order_trades', orderId: oldest.orderId }));
  const isThere = rowsOf(looked).length > 0;
  const days = Math.max(0, Math.floor((Date.now() - oldest.atMs) / dayMs));
  return {
    id: 'P8',
    question,
    state: looked.isAccepted ? 'found' : 'unclear',
    found: `The oldest trade shown with an order id is ${days} days old, and by that id it is ${isThere ? 'found' : 'not found'}.`,
    figures: { days, isFound: Number(isThere) },
    evidence: [history.call, looked.call],
  };
}

function oldestWithOrderId(
  rows: readonly unknown[],
): { readonly orderId: string; readonly atMs: number } | null {
  const known = rows.flatMap((row) => {
    const { origin_id: orderId, created_at: at } = plainRecord(row) ?? {};
    const atMs = typeof at === 'string' ? Date.parse(at) : Number.NaN;
    const isId = typeof orderId === 'string' && /^[A-Za-z0-9_-]{1,40}$/.test(orderId);
    return isId && Number.isFinite(atMs) ? [{ orderId, atMs }] : [];
  });
  return known.sort((one, other) => one.atMs - other.atMs)[0] ?? null;
}

/** P9: a lower bound of the limit; the limit itself would be found by being locked out. */
function limitFinding(session: ProbeSession): ProbeFinding {
  const { callsInMinuteMax, refusedForLimit } = session.limits;
  return {
    id: 'P9',
    question: 'How many signed calls in a minute are taken?',
    state: 'found',
    found:
      refusedForLimit === 0
        ? `At least ${callsInMinuteMax}: so many left within the busiest minute, none refused for a limit. More was not tried, because finding the limit would lock the key out.`
        : `${refusedForLimit} calls were refused for a limit, with at most ${callsInMinuteMax} in a minute.`,
    figures: { callsInMinuteMax, refusedForLimit },
    evidence: [],
  };
}

function rowsOf({ payload }: Answered): readonly unknown[] {
  return Array.isArray(payload) ? payload : [];
}
