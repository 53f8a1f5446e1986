// Presses "run now" on one plan again and again whatever dies meanwhile, and remembers what was acknowledged.

import { setTimeout as sleep } from 'node:timers/promises';
import { ORPCError } from '@orpc/client';
import type { MandatoClient } from '../rehearsal/mandato-client.ts';

/** One press; without an answer it is repeated under the same id. */
export interface Press {
  readonly requestId: string;
  readonly planId: string;
  /** The order that was acknowledged, or null. */
  orderId: string | null;
  /** The refusal that ended it, or null. */
  refusal: string | null;
}

export interface Presser {
  readonly presses: readonly Press[];
  finish(): Promise<void>;
}

const pauseMs = 600;

/** Refusals that leave no row and end by themselves. */
const outages: ReadonlySet<string> = new Set(['exchange_unreachable', 'signer_unavailable', 'internal']);

/** Whether nothing was decided, so that the same may be asked again under the same id. */
export function isOutage(error: unknown): boolean {
  return !(error instanceof ORPCError) || error.status >= 500 || outages.has(error.code);
}

export function pressRunNow(client: MandatoClient, planId: string): Presser {
  const presses: Press[] = [];
  let isFinishing = false;
  const work = (async () => {
    while (!isFinishing) {
      const requestId = `press${presses.length.toString().padStart(8, '0')}`;
      const press: Press = { requestId, planId, orderId: null, refusal: null };
      presses.push(press);
      await pushUntilAnswered(client, press);
      await sleep(pauseMs);
    }
  })();
  return {
    presses,
    finish: async () => {
      isFinishing = true;
      await work;
    },
  };
}

async function pushUntilAnswered(client: MandatoClient, press: Press): Promise<void> {
  for (;;) {
    try {
      const { planId, requestId } = press;
      press.orderId = (await client.plans.runNow({ planId, requestId })).orderId;
      return;
    } catch (error) {
      // Only an answer ends it: a connection that broke says nothing about what was written.
      if (error instanceof ORPCError && !isOutage(error)) {
        press.refusal = error.code;
        return;
      }
      await sleep(pauseMs);
    }
  }
}
