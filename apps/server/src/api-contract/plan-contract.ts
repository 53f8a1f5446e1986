// The plan procedures: a recurring buy written, started, paused, run now and stopped, and what it did.

import { oc } from '@orpc/contract';
import * as z from 'zod';
import { refusals } from './refusal.ts';
import { stepUpCodeSchema, stepUpRefusals } from './step-up-contract.ts';

/** As the person typed it; the server reads every field and names the one that is wrong. */
export const planFormSchema = z.object({
  linkId: z.string(),
  book: z.string().max(20),
  notional: z.string().max(64),
  schedule: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('daily') }),
    /** ISO weekday, Monday is 1. */
    z.object({ kind: z.literal('weekly'), weekday: z.number().int().min(1).max(7) }),
    /** A day beyond the month's end means its last day. */
    z.object({ kind: z.literal('monthly'), day: z.number().int().min(1).max(31) }),
  ]),
  /** Local time `HH:MM` in `zone`. */
  time: z.string().max(5),
  zone: z.string().max(64),
  /** Local date `YYYY-MM-DD`; the first slot is the first due time on or after it. */
  startsOn: z.string().max(10),
  /** The most the plan may ever spend, or null for no limit. */
  budget: z.string().max(64).nullable(),
  missedSlots: z.enum(['skip', 'buy_once']),
});
export type PlanForm = z.infer<typeof planFormSchema>;

/** Minted by the client, once for each press: the same id never does it twice. */
const requestIdSchema = z.string().regex(/^[A-Za-z0-9]{8,32}$/);

/** One look for an order in both places where an exchange can show it. */
const lookSchema = z.object({
  at: z.string(),
  orders: z.enum(['absent', 'unread']),
  trades: z.enum(['absent', 'unread']),
});

export const fillSchema = z.object({
  tradeId: z.string(),
  price: z.string(),
  quantity: z.string(),
  notional: z.string(),
  fee: z.string(),
  feeAsset: z.string(),
  at: z.string(),
});

export const orderSchema = z.object({
  orderId: z.string(),
  planId: z.string(),
  /** Local date and time of the slot, or `now-…` for one that the person asked for. */
  slotKey: z.string(),
  book: z.string(),
  notional: z.string(),
  state: z.enum([
    'recorded',
    'submitting',
    'being_confirmed',
    'acknowledged',
    'closing',
    'done',
    'skipped',
    'held',
    'late',
  ]),
  /** Why it was skipped, rejected or is held; a message code. */
  reason: z.string().nullable(),
  /** Until when an unknown outcome is being looked into. */
  confirmUntil: z.string().nullable(),
  /** What is being waited for while the outcome is unknown. */
  confirming: z
    .object({
      /** Why the outcome is unknown; a message code. */
      cause: z.string(),
      since: z.string(),
      looks: z.number().int(),
      lastLook: lookSchema.nullable(),
    })
    .nullable(),
  /** Why a person has to decide, for an order that is held. */
  held: z
    .object({
      since: z.string(),
      /** What we believed, and what then happened that does not fit; null where nobody could find out for too long. */
      contradiction: z.object({ state: z.string(), event: z.string() }).nullable(),
      /** When the newest attempt was sent; null when none ever was. */
      sentAt: z.string().nullable(),
      looks: z.array(lookSchema),
    })
    .nullable(),
  /** When the exchange was last asked to cancel it. */
  cancelAskedAt: z.string().nullable(),
  venueOrderId: z.string().nullable(),
  fills: z.array(fillSchema),
  spent: z.string(),
  /** Net of the fee. */
  bought: z.string(),
  recordedAt: z.string(),
  endedAt: z.string().nullable(),
});
export type OrderView = z.infer<typeof orderSchema>;

export const planSchema = z.object({
  planId: z.string(),
  linkId: z.string(),
  exchange: z.enum(['bitso', 'practice']),
  book: z.string(),
  base: z.string(),
  quote: z.string(),
  notional: z.string(),
  schedule: planFormSchema.shape.schedule,
  time: z.string(),
  zone: z.string(),
  startsOn: z.string(),
  budget: z.string().nullable(),
  missedSlots: z.enum(['skip', 'buy_once']),
  state: z.enum(['active', 'paused', 'stopped']),
  /** Why it does not run although the person did not pause it; a message code. */
  pausedBecause: z.string().nullable(),
  nextSlotAt: z.string().nullable(),
  spent: z.string(),
  bought: z.string(),
  ordersDone: z.number().int(),
  createdAt: z.string(),
});
export type PlanView = z.infer<typeof planSchema>;

export const bookSchema = z.object({
  book: z.string(),
  base: z.string(),
  quote: z.string(),
  notionalMin: z.string(),
  notionalMax: z.string(),
  last: z.string().nullable(),
});

const planRef = z.object({ planId: z.string() });
const orderRef = z.object({ orderId: z.string().max(64) });

export const planContract = {
  books: oc
    .input(z.object({ linkId: z.string() }))
    .errors(refusals('session_expired', 'link_unknown', 'exchange_unreachable'))
    .output(z.array(bookSchema)),
  /** Starts a plan, with a fresh proof; raises the signer's limits where the plan needs it, which takes its time. */
  create: oc
    .input(planFormSchema.extend({ requestId: requestIdSchema, stepUpCode: stepUpCodeSchema }))
    .errors(
      refusals(
        'session_expired',
        ...stepUpRefusals,
        'request_reused',
        'link_unknown',
        'link_not_active',
        'exchange_unreachable',
        'signer_unavailable',
        'book_unknown',
        'notional_malformed',
        'notional_not_positive',
        'notional_too_precise',
        'notional_below_minimum',
        'notional_above_maximum',
        'budget_malformed',
        'budget_below_notional',
        'schedule_malformed',
        'zone_unknown',
        'start_malformed',
        'start_in_past',
        'notional_above_balance',
      ),
    )
    .output(planSchema),
  list: oc.errors(refusals('session_expired')).output(z.array(planSchema)),
  get: oc
    .input(planRef)
    .errors(refusals('session_expired', 'plan_unknown'))
    .output(z.object({ plan: planSchema, orders: z.array(orderSchema) })),
  pause: oc
    .input(planRef)
    .errors(refusals('session_expired', 'plan_unknown', 'plan_stopped'))
    .output(planSchema),
  resume: oc
    .input(planRef)
    .errors(
      refusals('session_expired', 'plan_unknown', 'plan_stopped', 'plan_zone_unknown', 'link_not_active'),
    )
    .output(planSchema),
  /** One extra buy now. `requestId` is minted by the client: the same id never buys twice. */
  runNow: oc
    .input(z.object({ planId: z.string(), requestId: requestIdSchema }))
    .errors(
      refusals(
        'session_expired',
        'plan_unknown',
        'plan_stopped',
        'plan_not_active',
        'link_not_active',
        'order_in_progress',
        'signer_unavailable',
        'exchange_unreachable',
      ),
    )
    .output(orderSchema),
  /** Looks for a held order once more, as long and as carefully as after a lost answer. */
  lookAgain: oc
    .input(orderRef)
    .errors(refusals('session_expired', 'order_unknown', 'order_not_held'))
    .output(orderSchema),
  /** Closes a held order as not bought: the person looked at the exchange. It is still swept for. */
  closeHeld: oc
    .input(orderRef.extend({ stepUpCode: stepUpCodeSchema }))
    .errors(refusals('session_expired', ...stepUpRefusals, 'order_unknown', 'order_not_held'))
    .output(orderSchema),
  /** Changes the amount of each buy and the total limit; raising either needs a fresh proof. */
  changeAmount: oc
    .input(
      planRef.extend({
        notional: z.string().max(64),
        budget: z.string().max(64).nullable(),
        stepUpCode: stepUpCodeSchema.nullable(),
      }),
    )
    .errors(
      refusals(
        'session_expired',
        ...stepUpRefusals,
        'plan_unknown',
        'plan_stopped',
        'link_not_active',
        'exchange_unreachable',
        'signer_unavailable',
        'notional_malformed',
        'notional_not_positive',
        'notional_too_precise',
        'notional_below_minimum',
        'notional_above_maximum',
        'notional_above_balance',
        'budget_malformed',
        'budget_below_notional',
        'budget_below_spent',
        'book_unknown',
      ),
    )
    .output(planSchema),
  stop: oc.input(planRef).errors(refusals('session_expired', 'plan_unknown')).output(planSchema),
};
