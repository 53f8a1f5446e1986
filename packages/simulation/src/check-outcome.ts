// The invariants of the end: what the exchange really did, against what the books say, once everything is quiet.

import { balancesOf, houseBalancesOf } from '@mandato/exchange-core/view/account-view';
import { isTerminal } from '@mandato/invest-core/order/order-state';
import { lookupGapMinMs } from '@mandato/invest-core/order/settle-rule';
import { dueSlots } from '@mandato/invest-core/plan/slots';
import type { OrderPolicy } from '@mandato/server/orders/order-policy';
import type { IntentRow } from '@mandato/server/store/schema/order-schema';
import type { Findings } from './findings.ts';
import type { MemoryTables } from './memory-tables.ts';
import { verifyMemoryTrail } from './memory-trail.ts';
import { canary, type SimExchange, type TrueOrder } from './sim-exchange.ts';

export interface Outcome {
  readonly tables: MemoryTables;
  readonly exchange: SimExchange;
  readonly findings: Findings;
  /** What the pipeline was told of the exchange. */
  readonly policy: OrderPolicy;
}

/** All due work is terminal this long after the faults have stopped: W + S + 10 minutes. */
export function quietAfterMs({ requestWindowMs, settleTimeMs }: OrderPolicy): number {
  return requestWindowMs + settleTimeMs + 10 * 60_000;
}

/** V13: nothing that was recorded before `beforeMs` (market clock) is still under way. */
export function checkAllEnded({ tables, findings }: Outcome, beforeMs: number): void {
  for (const intent of tables.intents.values()) {
    if (intent.recordedAtMs > beforeMs || isTerminal(intent.state)) continue;
    findings.add('V13', `${intent.intentId} is still ${intent.stateKind}`);
  }
}

/** Everything else that can be told when the run is over. */
export function checkOutcome(outcome: Outcome): void {
  const byIntent = new Map<string, TrueOrder[]>();
  for (const order of outcome.exchange.orders) {
    const intentId = order.originId.slice(0, order.originId.lastIndexOf('-'));
    byIntent.set(intentId, [...(byIntent.get(intentId) ?? []), order]);
  }
  for (const intent of outcome.tables.intents.values())
    checkIntent(outcome, intent, byIntent.get(intent.intentId) ?? []);
  checkForeign(outcome, byIntent);
  checkSlots(outcome);
  checkLedger(outcome);
  checkPlans(outcome);
  checkEvidence(outcome);
  checkConserved(outcome);
  checkTrail(outcome);
  checkSecrets(outcome);
}

/** V1, V2, V5 of one intent. */
function checkIntent({ tables, findings }: Outcome, intent: IntentRow, orders: readonly TrueOrder[]): void {
  const { intentId, stateKind } = intent;
  const filled = orders.filter(({ fills }) => fills.length > 0);
  findings.expect(filled.length <= 1, 'V1', `${intentId} was bought ${filled.length} times`);
  const journaled = filled.every(({ originId }) => tables.attempts.get(originId)?.intentId === intentId);
  findings.expect(journaled, 'V1', `${intentId} was bought under an id that was never journaled`);
  findings.expect(isTerminal(intent.state), 'V2', `${intentId} ended as ${stateKind}`);
  findings.expect(stateKind !== 'held' && stateKind !== 'late', 'V2', `${intentId} ended as ${stateKind}`);
  if (stateKind === 'done') findings.expect(filled.length === 1, 'V2', `${intentId} done without an order`);
  if (stateKind === 'skipped') findings.expect(filled.length === 0, 'V2', `${intentId} skipped but bought`);
  if (intent.state.kind === 'skipped') {
    const { reason } = intent.state;
    const isTrue = reason.kind !== 'unfilled' || orders.length > 0;
    findings.expect(isTrue, 'V19', `${intentId} called unfilled, and there never was an order`);
  }
  const real = filled.flatMap(({ fills }) => fills).reduce((sum, { trade }) => sum + trade.notional, 0n);
  findings.expect(
    intent.spent === real,
    'V5',
    `${intentId} booked ${intent.spent}, the exchange took ${real}`,
  );
}

/** V17: everything at the exchange under an id of ours belongs to an intent of ours, on its own link. */
function checkForeign({ tables, findings }: Outcome, byIntent: ReadonlyMap<string, TrueOrder[]>): void {
  for (const [intentId, orders] of byIntent) {
    const intent = tables.intents.get(intentId);
    for (const { linkId, originId } of orders)
      findings.expect(intent?.linkId === linkId, 'V17', `${originId} is nobody's order on ${linkId}`);
  }
  const ours = new Set([...byIntent.values()].flat().map(({ venueOrderId }) => venueOrderId));
  for (const fill of tables.fills.values())
    findings.expect(ours.has(fill.venueOrderId), 'V17', `${fill.tradeId} is booked and not ours`);
}

/** V3: every slot up to the plan's mark has exactly one row. */
function checkSlots({ tables, findings }: Outcome): void {
  for (const plan of tables.plans.values()) {
    const rows = [...tables.intents.values()].filter(({ planId }) => planId === plan.planId);
    // What a person asked for at once is of no slot of the plan.
    const keys = rows
      .map(({ slotKey }) => slotKey)
      .filter((key) => !key.startsWith('now-'))
      .sort();
    const due = dueSlots(plan, plan.createdAtMs, plan.answeredUntilMs).map(({ key }) => key);
    findings.expect(
      keys.join() === due.sort().join(),
      'V3',
      `${plan.planId} has rows ${keys} for slots ${due}`,
    );
  }
}

/** V5: every journal sums to zero, and every trade is booked once. */
function checkLedger({ tables, findings }: Outcome): void {
  const sums = new Map<string, bigint>();
  for (const { journalId, currency, amount } of tables.ledger.values()) {
    const key = `${journalId} ${currency}`;
    sums.set(key, (sums.get(key) ?? 0n) + amount);
  }
  for (const [key, sum] of sums) findings.expect(sum === 0n, 'V5', `${key} sums to ${sum}`);
  const journals = new Set([...tables.ledger.values()].map(({ journalId }) => journalId));
  const trades = new Set([...tables.fills.values()].map(({ exchange, tradeId }) => `${exchange}:${tradeId}`));
  findings.expect(journals.size === trades.size, 'V5', `${trades.size} trades in ${journals.size} journals`);
}

/** V4, V5, V8: totals agree with rows, budgets hold, nothing stays set aside. */
function checkPlans({ tables, exchange, findings }: Outcome): void {
  for (const plan of tables.plans.values()) {
    const { planId, budgetMax } = plan;
    const rows = [...tables.intents.values()].filter((intent) => intent.planId === planId);
    const ids = new Set(rows.map(({ intentId }) => intentId));
    const spent = rows.reduce((sum, row) => sum + row.spent, 0n);
    findings.expect(plan.spent === spent, 'V5', `${planId} says ${plan.spent} spent, its orders ${spent}`);
    const paid = -inLedger(tables, planId, plan.quote);
    const got = inLedger(tables, planId, plan.base);
    findings.expect(plan.spent === paid, 'V5', `${planId} says ${plan.spent} spent, its ledger ${paid}`);
    findings.expect(plan.bought === got, 'V5', `${planId} says ${plan.bought} bought, its ledger ${got}`);
    findings.expect(plan.reserved === 0n, 'V8', `${planId} still has ${plan.reserved} set aside`);
    const real = exchange.orders
      .filter(({ originId }) => ids.has(originId.slice(0, originId.lastIndexOf('-'))))
      .flatMap(({ fills }) => fills)
      .reduce((sum, { trade }) => sum + trade.notional, 0n);
    findings.expect(budgetMax === null || real <= budgetMax, 'V4', `${planId} bought above its budget`);
  }
  for (const { intentId, left } of tables.reservations.values())
    findings.expect(left === 0n, 'V8', `${intentId} still has ${left} set aside`);
}

function inLedger(tables: MemoryTables, planId: string, currency: string): bigint {
  const account = `plan:${planId}`;
  let sum = 0n;
  for (const entry of tables.ledger.values())
    if (entry.account === account && entry.currency === currency) sum += entry.amount;
  return sum;
}

/** V7: what was called absent was looked for twice in both places, late enough, and far enough apart. */
function checkEvidence({ tables, findings, policy }: Outcome): void {
  const { requestWindowMs, settleTimeMs } = policy;
  for (const attempt of tables.attempts.values()) {
    const intent = tables.intents.get(attempt.intentId);
    if (intent?.state.kind !== 'skipped' || intent.state.reason.kind !== 'proven_absent') continue;
    if (attempt.orderId !== intent.orderId) continue;
    const provableMs = attempt.journaledAtMs + requestWindowMs + settleTimeMs;
    const times = emptyLooks(attempt.evidence).filter((atMs) => atMs >= provableMs);
    const spread = Math.max(...times) - Math.min(...times);
    const isProven = times.length >= 2 && spread >= lookupGapMinMs;
    findings.expect(isProven, 'V7', `${attempt.orderId} was called absent without the proof of it`);
  }
}

/** The times of the looks in `evidence` that found nothing in both places. */
function emptyLooks(evidence: Readonly<Record<string, unknown>> | null): readonly number[] {
  const proof = evidence?.['proof'];
  if (!Array.isArray(proof)) return [];
  return proof.flatMap((look: unknown) => {
    if (typeof look !== 'object' || look === null || !('atMs' in look)) return [];
    const isEmpty =
      'orders' in look && look.orders === 'absent' && 'trades' in look && look.trades === 'absent';
    return isEmpty && typeof look.atMs === 'number' ? [look.atMs] : [];
  });
}

/** V14: the trail is whole from its first entry to its last. */
function checkTrail({ tables, findings }: Outcome): void {
  const verdict = verifyMemoryTrail(tables);
  if (verdict.kind === 'bad') findings.add('V14', `${verdict.fault} at entry ${verdict.seq} of the trail`);
  const isTold = tables.trail.size === tables.activities.size;
  findings.expect(isTold, 'V14', `${tables.activities.size} lines, ${tables.trail.size} in the trail`);
}

/** V12: what an exchange blurts out reaches no row that anybody reads. */
function checkSecrets({ tables, findings }: Outcome): void {
  const rows = [
    ...[...tables.activities.values()].map(({ details }) => details),
    ...[...tables.trail.values()].map(({ details }) => details),
    ...[...tables.attempts.values()].map(({ evidence }) => evidence),
    ...[...tables.intents.values()].map(({ reason }) => reason),
  ];
  findings.expect(!JSON.stringify(rows).includes(canary), 'V12', 'the canary of a secret is in a row');
}

/** V18: the exchange neither makes nor loses money. */
function checkConserved({ exchange, findings }: Outcome): void {
  const { state } = exchange;
  for (const asset of state.assets) {
    const house = houseBalancesOf(state, asset);
    let sum = house.external + house.fees;
    for (const account of state.accounts.keys()) {
      sum += balancesOf(state, account).find((balance) => balance.asset === asset)?.total ?? 0n;
    }
    findings.expect(sum === 0n, 'V18', `the exchange is off by ${sum} ${asset}`);
  }
}
