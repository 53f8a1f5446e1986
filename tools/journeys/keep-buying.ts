// Presses "run now" again and again whatever dies meanwhile, and remembers what was acknowledged.

import { setTimeout as sleep } from 'node:timers/promises';
import { ORPCError } from '@orpc/client';
import type { MandatoClient } from '../rehearsal/mandato-client.ts';
import { planForm, type Saver } from './people.ts';

/** One press; `orderId` is null until Mandato acknowledged it. */
export interface Press {
  readonly requestId: string;
  readonly planId: string;
  orderId: string | null;
  /** A refusal that the product gave, after which the press is not repeated. */
  refusal: string | null;
}

export interface Buyer {
  readonly presses: readonly Press[];
  readonly planIds: readonly string[];
  /** No new presses; those without an answer are repeated under the same id until they have one. */
  finish(): Promise<void>;
}

const pauseMs = 150;

/** Each plan takes a proof, and a person has only so many at once. */
const pressesPerPlan = 40;

/** Refusals that leave no row and end by themselves: the press is repeated, as a person would. */
const outages: ReadonlySet<string> = new Set(['exchange_unreachable', 'signer_unavailable']);

/** Buys through one link, plan after plan, and writes a new plan now and then. Its requests never overlap. */
export function keepBuying(
  { client, proof }: Pick<Saver, 'client' | 'proof'>,
  { linkId, name }: { readonly linkId: string; readonly name: string },
): Buyer {
  const presses: Press[] = [];
  const planIds: string[] = [];
  let isFinishing = false;
  const work = (async () => {
    while (!isFinishing || planIds.length === 0) {
      if (presses.length >= planIds.length * pressesPerPlan) {
        const plan = await orNull(client.plans.create(planForm(linkId, { stepUpCode: await proof() })));
        if (plan !== null) planIds.push(plan.planId);
      }
      const planId = planIds[presses.length % Math.max(1, planIds.length)];
      if (planId !== undefined) {
        const press: Press = {
          requestId: `${name}press${presses.length.toString().padStart(4, '0')}`,
          planId,
          orderId: null,
          refusal: null,
        };
        presses.push(press);
        await pushUntilAnswered(client, press);
      }
      await sleep(pauseMs);
    }
  })();
  return {
    presses,
    planIds,
    finish: async () => {
      isFinishing = true;
      await work;
    },
  };
}

/** The same id until there is an answer: a press that was acknowledged in vain must not buy again. */
async function pushUntilAnswered(client: MandatoClient, press: Press): Promise<void> {
  const { planId, requestId } = press;
  for (;;) {
    try {
      press.orderId = (await client.plans.runNow({ planId, requestId })).orderId;
      return;
    } catch (error) {
      // Only an answer ends it: a connection that broke says nothing about what was written.
      if (error instanceof ORPCError && !outages.has(error.code)) {
        press.refusal = error.code;
        return;
      }
      await sleep(pauseMs);
    }
  }
}

async function orNull<T>(asking: Promise<T>): Promise<T | null> {
  try {
    return await asking;
  } catch {
    return null;
  }
}
