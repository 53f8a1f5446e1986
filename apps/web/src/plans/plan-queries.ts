// What the pages about plans ask, and how often: every three seconds while an order is under way.
import type { OrderView } from '@mandato/server/api-contract/plan-contract';
import { type Api, queries } from '../session/api.ts';

/** A book that the exchange of a link offers. */
export type BookView = Awaited<ReturnType<Api['plans']['books']>>[number];

const underWayMs = 3_000;
const quietMs = 15_000;

/** How long until something is asked again. */
export function refetchAfterMs(isUnderWay: boolean): number {
  return isUnderWay ? underWayMs : quietMs;
}

export function planListQuery() {
  return queries.plans.list.queryOptions({ refetchInterval: quietMs });
}

export function planQuery(planId: string) {
  return queries.plans.get.queryOptions({
    input: { planId },
    refetchInterval: (query) => refetchAfterMs(query.state.data?.orders.some(isUnderWay) ?? false),
  });
}

/** Whether more is still to come of an order. */
export function isUnderWay({ state }: Pick<OrderView, 'state'>): boolean {
  return underWayStates.has(state);
}

const underWayStates: ReadonlySet<OrderView['state']> = new Set([
  'recorded',
  'submitting',
  'being_confirmed',
  'acknowledged',
  'closing',
]);
