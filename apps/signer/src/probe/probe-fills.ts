// Probes that need trades: two of the smallest market buys, and only when they were asked for.

import { plainRecord } from '../client/plain-record.ts';
import { buildRequest } from '../intent/build-request.ts';
import type { ProbeCall, ProbeFinding } from './probe-finding.ts';
import type { Answered, ProbeSession } from './probe-session.ts';
import type { TinyOrder } from './tiny-order.ts';

const lookMaxMs = 60_000;

/** P10, P15, and what P4 and P5 leave open; spends at most two smallest orders. */
export async function probeFills(session: ProbeSession, order: TinyOrder): Promise<readonly ProbeFinding[]> {
  const { book, notional } = order;
  const orderId = session.nextOrderId();
  const buy = () => session.ask(buildRequest({ kind: 'place_market_buy', orderId, book, notional }));
  const bought = await buy();
  const acceptedMs = performance.now();
  const traded = bought.isAccepted ? await untilTraded(session, orderId) : null;
  const lagMs = Math.ceil(performance.now() - acceptedMs);
  const rows = rowsOf(traded);
  const cancelled = await session.cancel(orderId);
  const again = await buy();
  const evidence = [bought, traded, cancelled, again].flatMap((answered): readonly ProbeCall[] =>
    answered === null ? [] : [answered.call],
  );
  const state = bought.isAccepted && rows.length > 0 ? 'found' : 'unclear';
  const withTradeId = rows.filter((row) => plainRecord(row)?.['tid'] !== undefined).length;
  return [
    {
      id: 'P4b',
      question: 'How long after the answer do the trades of a market order show?',
      state,
      found: `${rows.length} trades after ${lagMs} ms.`,
      figures: { trades: rows.length, lagMs },
      evidence,
    },
    {
      id: 'P5b',
      question: 'Is an order id taken again after its order was filled?',
      state,
      found: again.isAccepted ? 'Yes: sending it again buys again.' : `No: ${again.call.answer}.`,
      figures: { takenAfterFill: Number(again.isAccepted) },
      evidence: [again.call],
    },
    {
      id: 'P10',
      question: 'What does cancelling a filled order answer?',
      state,
      found: `${cancelled.call.answer}, ${cancelled.isAccepted ? 'as if it had been cancelled' : 'a refusal'}.`,
      figures: { accepted: Number(cancelled.isAccepted) },
      evidence: [cancelled.call],
    },
    {
      id: 'P15',
      question: 'Does every trade of an order carry its trade id?',
      state,
      found: `${withTradeId} of ${rows.length} do.`,
      figures: { trades: rows.length, withTradeId },
      evidence,
    },
  ];
}

async function untilTraded(session: ProbeSession, orderId: string): Promise<Answered | null> {
  for (const startedMs = performance.now(); performance.now() - startedMs < lookMaxMs; ) {
    const answered = await session.ask(buildRequest({ kind: 'read_order_trades', orderId }));
    if (rowsOf(answered).length > 0) return answered;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return null;
}

function rowsOf(answered: Answered | null): readonly unknown[] {
  return Array.isArray(answered?.payload) ? answered.payload : [];
}
