// The safety procedures: they check whose link or plan it is and hand the work on.

import { parseMoney } from '@mandato/primitives/money';
import type { SignerPolicyClient } from '@mandato/signer/client/signer-protocol';
import {
  changeLinkLimits,
  raiseForPlan,
  raiseView,
  readLinkLimits,
  withdrawLooserLimits,
} from '../safety/link-limits.ts';
import { type StopNeeds, safetyOf, startBuying, stopBuying } from '../safety/stop-buying.ts';
import { stepUpOfCall } from '../step-up/step-up-of-call.ts';
import { api, signedIn } from './api-base.ts';
import { refuse } from './refuse.ts';

export interface SafetyProcedureNeeds extends StopNeeds {
  readonly signer: Pick<SignerPolicyClient, 'policy' | 'setKillSwitch' | 'setLimits'>;
}

export function safetyProcedures(needs: SafetyProcedureNeeds) {
  const { safety } = api;
  return {
    state: safety.state.use(signedIn).handler(({ context }) => safetyOf(needs, context.person)),
    stop: safety.stop.use(signedIn).handler(async ({ context, input }) => {
      const stopped = await stopBuying(needs, context.person, input.scope);
      if (!stopped.ok) throw refuse(stopped.error);
      return stopped.value;
    }),
    start: safety.start.use(signedIn).handler(async ({ context, input }) => {
      const started = await startBuying(needs, context, { scope: input.scope, proof: input.stepUpCode });
      if (!started.ok) throw refuse(started.error);
      return started.value;
    }),
    ...limitProcedures(needs),
  };
}

function limitProcedures(needs: SafetyProcedureNeeds) {
  const { safety } = api;
  return {
    limits: safety.limits.use(signedIn).handler(async ({ context, input }) => {
      const limits = await readLinkLimits(needs, { userId: context.person.userId, linkId: input.linkId });
      if (!limits.ok) throw refuse(limits.error);
      return limits.value;
    }),
    limitsForPlan: safety.limitsForPlan.use(signedIn).handler(async ({ context, input }) => {
      const { linkId, book, planId } = input;
      const notional = parseMoney(input.notional.trim());
      const quote = book.slice(book.lastIndexOf('_') + 1);
      const raise = await raiseForPlan(needs, {
        userId: context.person.userId,
        linkId,
        planId,
        book,
        quote,
        notional: notional.ok ? notional.value : 0n,
      });
      if (!raise.ok) throw refuse(raise.error);
      return raiseView(raise.value);
    }),
    setLimits: safety.setLimits.use(signedIn).handler(async ({ context, input }) => {
      const { linkId, limits, stepUpCode } = input;
      const subject = {
        action: 'loosen_limits',
        params: { linkId, limits: JSON.stringify(limits) },
      } as const;
      const stepUp =
        stepUpCode === null ? null : stepUpOfCall(needs, context, { subject, proof: stepUpCode });
      const changed = await changeLinkLimits(needs, {
        userId: context.person.userId,
        linkId,
        limits,
        stepUp,
      });
      if (!changed.ok) throw refuse(changed.error);
      return changed.value;
    }),
    withdrawLimits: safety.withdrawLimits.use(signedIn).handler(async ({ context, input }) => {
      const withdrawn = await withdrawLooserLimits(needs, {
        userId: context.person.userId,
        linkId: input.linkId,
      });
      if (!withdrawn.ok) throw refuse(withdrawn.error);
      return withdrawn.value;
    }),
  };
}
