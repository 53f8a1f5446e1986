// Holds what Mandato wrote, told and acknowledged against what really happened at the exchange. Pure.

import { orderId } from '@mandato/invest-core/order/order-id';
import { sha256 } from '@mandato/server/orders/order-deps';
import type { FillRow, IntentRow } from '@mandato/server/store/schema/order-schema';
import type { PlanRow } from '@mandato/server/store/schema/plan-schema';
import type { ExchangeTruth, TrueFill } from './exchange-truth.ts';

/** Everything that Mandato says: its rows, the pages that people saw, and the presses that it acknowledged. */
export interface MandatoAccount {
  readonly installId: string;
  readonly intents: readonly IntentRow[];
  /** The order ids of the attempts that were journaled. */
  readonly journaled: ReadonlySet<string>;
  readonly fills: readonly FillRow[];
  readonly plans: readonly PlanRow[];
  /** Orders that a page ever showed as bought, and those that the activity list calls done. */
  readonly toldAsBought: readonly { readonly planId: string; readonly slotKey: string }[];
  readonly presses: readonly {
    readonly planId: string;
    readonly requestId: string;
    readonly orderId: string | null;
  }[];
}

export type ChaosFinding = {
  readonly kind:
    | 'duplicate'
    | 'lost_order'
    | 'lost_fill'
    | 'not_journaled'
    | 'invented_fill'
    | 'amounts_differ'
    | 'told_without_trade'
    | 'told_absent_but_exists'
    | 'over_budget'
    | 'lost_acknowledged'
    | 'ledger_differs'
    | 'not_settled';
  readonly subject: string;
};

const attemptsMax = 12;
const ended: ReadonlySet<string> = new Set(['done', 'skipped', 'held', 'late']);

/** Everything that does not agree; an empty list is the promise. */
export function judge(said: MandatoAccount, truth: ExchangeTruth): readonly ChaosFinding[] {
  const slots = new SlotTruth(said, truth);
  return [
    ...truth.orders.flatMap(({ originId }): readonly ChaosFinding[] => {
      if (slots.intentOf(originId) === undefined) return [{ kind: 'lost_order', subject: originId }];
      return said.journaled.has(originId) ? [] : [{ kind: 'not_journaled', subject: originId }];
    }),
    ...said.intents.flatMap((intent) => judgeIntent(intent, slots)),
    ...judgeFills(said, truth),
    ...said.toldAsBought.flatMap(({ planId, slotKey }): readonly ChaosFinding[] =>
      slots.fillsOf(planId, slotKey).length > 0
        ? []
        : [{ kind: 'told_without_trade', subject: `${planId} ${slotKey}` }],
    ),
    ...said.presses.flatMap((press) => judgePress(press, said)),
    ...said.plans.flatMap((plan) => judgePlan(plan, said, slots)),
    ...judgeLedger(said, truth),
  ];
}

/** The exchange's orders by the slot that they were for, worked out again from what each slot is for. */
class SlotTruth {
  readonly #intents = new Map<string, IntentRow>();
  readonly #fills = new Map<string, TrueFill[]>();
  readonly #orders = new Map<string, Set<string>>();

  constructor(said: MandatoAccount, truth: ExchangeTruth) {
    const { installId } = said;
    for (const intent of said.intents) {
      const { planId, slotKey } = intent;
      for (let attempt = 1; attempt <= attemptsMax; attempt += 1)
        this.#intents.set(orderId({ installId, planId, slotKey, leg: 'buy', attempt }, sha256), intent);
    }
    for (const { originId, venueOrderId } of truth.orders) {
      const intent = this.#intents.get(originId);
      if (intent === undefined) continue;
      const known = this.#orders.get(intent.intentId) ?? new Set();
      this.#orders.set(intent.intentId, known.add(venueOrderId));
    }
    for (const fill of truth.fills) {
      const intent = this.#intents.get(fill.originId);
      if (intent === undefined) continue;
      const key = `${intent.planId} ${intent.slotKey}`;
      this.#fills.set(key, [...(this.#fills.get(key) ?? []), fill]);
    }
  }

  intentOf(originId: string): IntentRow | undefined {
    return this.#intents.get(originId);
  }

  fillsOf(planId: string, slotKey: string): readonly TrueFill[] {
    return this.#fills.get(`${planId} ${slotKey}`) ?? [];
  }

  ordersOf(intentId: string): number {
    return this.#orders.get(intentId)?.size ?? 0;
  }
}

function judgeIntent(intent: IntentRow, slots: SlotTruth): readonly ChaosFinding[] {
  const { intentId, planId, slotKey, stateKind } = intent;
  const subject = `${planId} ${slotKey} ${intentId} is ${stateKind}`;
  const findings: ChaosFinding[] = [];
  if (slots.ordersOf(intentId) > 1) findings.push({ kind: 'duplicate', subject });
  if (!ended.has(stateKind)) findings.push({ kind: 'not_settled', subject });
  const fills = slots.fillsOf(planId, slotKey);
  if (stateKind === 'done' && fills.length === 0) findings.push({ kind: 'told_without_trade', subject });
  if (stateKind === 'skipped' && fills.length > 0) findings.push({ kind: 'told_absent_but_exists', subject });
  const notional = sumOf(fills, (fill) => fill.notional);
  if (notional > intent.notional) findings.push({ kind: 'over_budget', subject });
  const bought = sumOf(fills, (fill) => fill.quantity - fill.fee);
  if (intent.spent !== notional || intent.bought !== bought)
    findings.push({
      kind: 'amounts_differ',
      subject: `${subject}: ${intent.spent}/${intent.bought} and ${notional}/${bought}`,
    });
  return findings;
}

function judgeFills(said: MandatoAccount, truth: ExchangeTruth): readonly ChaosFinding[] {
  const booked = new Map(said.fills.map((fill) => [fill.tradeId, fill]));
  const real = new Map(truth.fills.map((fill) => [fill.tradeId, fill]));
  const lost = truth.fills.flatMap((fill): readonly ChaosFinding[] => {
    const row = booked.get(fill.tradeId);
    const subject = `trade ${fill.tradeId} of ${fill.originId}`;
    if (row === undefined) return [{ kind: 'lost_fill', subject }];
    const isSame = row.quantity === fill.quantity && row.notional === fill.notional && row.fee === fill.fee;
    return isSame ? [] : [{ kind: 'amounts_differ', subject }];
  });
  const invented = said.fills.flatMap((fill): readonly ChaosFinding[] =>
    real.has(fill.tradeId) ? [] : [{ kind: 'invented_fill', subject: `trade ${fill.tradeId}` }],
  );
  return [...lost, ...invented];
}

function judgePress(press: MandatoAccount['presses'][number], said: MandatoAccount): readonly ChaosFinding[] {
  const rows = said.intents.filter(
    ({ planId, slotKey }) => planId === press.planId && slotKey === `now-${press.requestId}`,
  ).length;
  const subject = `press ${press.requestId}: ${rows} rows`;
  if (press.orderId !== null && rows !== 1) return [{ kind: 'lost_acknowledged', subject }];
  return rows > 1 ? [{ kind: 'duplicate', subject }] : [];
}

function judgePlan(plan: PlanRow, said: MandatoAccount, slots: SlotTruth): readonly ChaosFinding[] {
  const own = said.intents.filter(({ planId }) => planId === plan.planId);
  const fills = own.flatMap(({ slotKey }) => slots.fillsOf(plan.planId, slotKey));
  const spent = sumOf(fills, ({ notional }) => notional);
  const bought = sumOf(fills, (fill) => fill.quantity - fill.fee);
  const findings: ChaosFinding[] = [];
  if (plan.budgetMax !== null && spent > plan.budgetMax)
    findings.push({ kind: 'over_budget', subject: `${plan.planId}: ${spent} of ${plan.budgetMax}` });
  if (plan.spent !== spent || plan.bought !== bought)
    findings.push({
      kind: 'amounts_differ',
      subject: `plan ${plan.planId}: ${plan.spent}/${plan.bought} and ${spent}/${bought}`,
    });
  return findings;
}

/** The exchange's balances moved by exactly what Mandato's plans say that they spent and bought. */
function judgeLedger(said: MandatoAccount, truth: ExchangeTruth): readonly ChaosFinding[] {
  const spent = sumOf(said.plans, (plan) => plan.spent);
  const bought = sumOf(said.plans, (plan) => plan.bought);
  const paid = truth.fundedOf('mxn') - truth.totalOf('mxn');
  const got = truth.totalOf('btc') - truth.fundedOf('btc');
  return paid === spent && got === bought
    ? []
    : [{ kind: 'ledger_differs', subject: `spent ${spent} and ${paid}, bought ${bought} and ${got}` }];
}

function sumOf<Row>(rows: readonly Row[], amountOf: (row: Row) => bigint): bigint {
  return rows.reduce((sum, row) => sum + amountOf(row), 0n);
}
