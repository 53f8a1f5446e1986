// Ends this process at a named moment of an order, as kill -9 would: for crash tests, never without being asked.

import type { OrderPolicy } from '../orders/order-policy.ts';
import type { DyingMoment } from './read-options.ts';

/** The part of the pipeline's policy that dies at `moment`; nothing when there is none. */
export function dyingAt(moment: DyingMoment | null): Partial<OrderPolicy> {
  if (moment === null) return {};
  let reached = 0;
  return {
    reach: (point) => {
      if (point === moment.point) reached += 1;
      if (reached >= moment.count) process.kill(process.pid, 'SIGKILL');
      return Promise.resolve();
    },
  };
}
