// What a plan needs of the signer's limits, as plans see it: asked before it goes live, raised once it has.

import type { Result } from '@mandato/primitives/result';
import {
  type LimitNeeds,
  type PlanOfLink,
  type PlanRaise,
  raiseForPlan,
  raiseLimits,
} from '../safety/link-limits.ts';

export interface PlanLimits {
  raiseFor(plan: PlanOfLink): Promise<Result<PlanRaise, 'link_unknown' | 'signer_unavailable'>>;
  /** A limit that could not be raised stops no plan: its orders say so, and the signer refuses them. */
  raise(plan: PlanOfLink, raise: PlanRaise): Promise<void>;
}

/** Over the signer's register; what could not be raised is logged. */
export function planLimits(
  needs: LimitNeeds,
  log: { warn(details: object, message: string): void },
): PlanLimits {
  return {
    raiseFor: (plan) => raiseForPlan(needs, plan),
    async raise(plan, raise) {
      const raised = await raiseLimits(needs, plan, raise);
      if (!raised.ok)
        log.warn({ planId: plan.planId, error: raised.error }, 'limits for a plan were not raised');
    },
  };
}
