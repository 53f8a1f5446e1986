// The safety procedures: stopping all buying at once, and the limits within which the signer signs for a key.

import { oc } from '@orpc/contract';
import * as z from 'zod';
import { refusals } from './refusal.ts';
import { stepUpCodeSchema, stepUpRefusals } from './step-up-contract.ts';

/** Plain decimal text by currency; a currency that is not named may not be spent. */
const amounts = z.record(
  z.string().regex(/^[a-z0-9]{2,12}$/),
  z.string().regex(/^(0|[1-9][0-9]{0,14})(\.[0-9]{1,8})?$/),
);

/** What the signer holds a key to; null is no limit of that kind. */
export const limitsSchema = z.strictObject({
  books: z
    .array(z.string().regex(/^[a-z0-9]{1,20}_[a-z0-9]{1,20}$/))
    .max(500)
    .nullable(),
  sides: z.array(z.enum(['buy', 'sell'])).nullable(),
  perOrder: amounts.nullable(),
  perDay: amounts.nullable(),
  ordersPerMinute: z.number().int().min(0).max(100_000).nullable(),
  /** How far an order's price may lie from the last public one, in hundredths of a per cent. */
  priceBandBps: z.number().int().min(0).max(100_000).nullable(),
});
export type LimitsView = z.infer<typeof limitsSchema>;

const linkLimitsSchema = z.object({
  linkId: z.string(),
  limits: limitsSchema,
  /** Looser limits that were asked for, and from when on they hold. */
  pending: z.object({ limits: limitsSchema, at: z.string() }).nullable(),
  isFrozen: z.boolean(),
  /** How long a loosening waits. */
  waitMs: z.number().int(),
});
export type LinkLimitsView = z.infer<typeof linkLimitsSchema>;

/** What a plan of this size would need raised. */
const raiseSchema = z.object({
  raises: z.array(
    z.object({
      of: z.enum(['per_order', 'per_day', 'book']),
      asset: z.string(),
      from: z.string(),
      to: z.string(),
    }),
  ),
  /** From when on the raised limits would hold. */
  holdsFrom: z.string(),
});
export type RaiseView = z.infer<typeof raiseSchema>;

export const stopScopeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('account') }),
  z.object({ kind: z.literal('plan'), planId: z.string() }),
]);
export type StopScope = z.infer<typeof stopScopeSchema>;

const stopSchema = z.object({ scope: stopScopeSchema, since: z.string() });

export const safetySchema = z.object({
  /** The stops that hold for this person now, the widest first. */
  stops: z.array(stopSchema),
  /** Of this person: orders that are on their way and followed to their end. */
  ordersUnderWay: z.number().int(),
  /** Whether this person may stop buying for everybody here. */
  isOperator: z.boolean(),
  /** The signer's own switch; null while the signer cannot be asked. */
  signer: z
    .object({
      isStopped: z.boolean(),
      /** From when on it signs orders again, where that was asked for. */
      releasedFrom: z.string().nullable(),
    })
    .nullable(),
});
export type SafetyView = z.infer<typeof safetySchema>;

const linkRef = z.object({ linkId: z.string() });

export const safetyContract = {
  state: oc.errors(refusals('session_expired')).output(safetySchema),
  /** Stops at once: nothing is sent any more, and own open orders are cancelled. */
  stop: oc
    .input(z.object({ scope: stopScopeSchema }))
    .errors(refusals('session_expired', 'plan_unknown', 'operator_only'))
    .output(safetySchema),
  start: oc
    .input(z.object({ scope: stopScopeSchema, stepUpCode: stepUpCodeSchema }))
    .errors(
      refusals(
        'session_expired',
        ...stepUpRefusals,
        'plan_unknown',
        'operator_only',
        'signer_unavailable',
        'signer_clock_differs',
        'signer_write_failed',
      ),
    )
    .output(safetySchema),
  limits: oc
    .input(linkRef)
    .errors(refusals('session_expired', 'link_unknown', 'signer_unavailable'))
    .output(linkLimitsSchema),
  /** What a plan of `notional` on `book` would need raised; `planId` names the one whose amount is to be changed. */
  limitsForPlan: oc
    .input(
      linkRef.extend({
        book: z.string().max(41),
        notional: z.string().max(64),
        planId: z.string().nullable(),
      }),
    )
    .errors(refusals('session_expired', 'link_unknown', 'signer_unavailable'))
    .output(raiseSchema),
  /** Tighter limits hold at once; looser ones need a proof and hold after the wait. */
  setLimits: oc
    .input(linkRef.extend({ limits: limitsSchema, stepUpCode: stepUpCodeSchema.nullable() }))
    .errors(
      refusals(
        'session_expired',
        ...stepUpRefusals,
        'link_unknown',
        'limits_malformed',
        'signer_unavailable',
        'signer_clock_differs',
        'signer_write_failed',
      ),
    )
    .output(linkLimitsSchema),
  /** Forgets looser limits that wait. */
  withdrawLimits: oc
    .input(linkRef)
    .errors(refusals('session_expired', 'link_unknown', 'signer_unavailable', 'signer_write_failed'))
    .output(linkLimitsSchema),
};
