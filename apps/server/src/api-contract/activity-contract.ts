// The activity list: what was done, what was not done, and why.

import { oc } from '@orpc/contract';
import * as z from 'zod';
import { refusals } from './refusal.ts';
import { stepUpCodeSchema, stepUpRefusals } from './step-up-contract.ts';

export const activityCodes = [
  'account_created',
  'signed_in',
  'signed_in_new_device',
  'password_changed',
  'password_reset',
  'sessions_ended',
  'second_factor_turned_on',
  'second_factor_turned_off',
  'recovery_codes_made',
  'recovery_code_used',
  'trail_exported',
  'data_exported',
  'passkey_added',
  'passkey_removed',
  'passkey_suspect',
  'notices_changed',
  'link_created',
  'link_refused',
  'link_removed',
  'link_key_replaced',
  'link_renamed',
  'link_paused',
  'link_resumed',
  'link_frozen',
  'link_released',
  'link_worsened',
  'link_recovered',
  'link_expiry_stated',
  'link_expires_soon',
  'link_expired',
  'plan_created',
  'plan_paused',
  'plan_resumed',
  'plan_stopped',
  'plan_amount_changed',
  'buying_stopped',
  'buying_started',
  'limits_tightened',
  'limits_loosening_asked',
  'limits_loosening_withdrawn',
  'order_recorded',
  'order_cancel_asked',
  'order_done',
  'order_skipped',
  'order_being_confirmed',
  'order_held',
  'order_looked_for_again',
  'order_closed',
  'order_late',
  'slot_missed',
] as const;

export const activitySchema = z.object({
  activityId: z.string(),
  at: z.string(),
  code: z.enum(activityCodes),
  /** What the code's sentence names: amounts as plain decimal text, codes of reasons, names. */
  details: z.record(z.string(), z.string()),
  planId: z.string().nullable(),
  orderId: z.string().nullable(),
  linkId: z.string().nullable(),
});
export type ActivityView = z.infer<typeof activitySchema>;

/** One entry of the audit trail; `hash` covers `prevHash` and everything else in it. */
export const trailEntrySchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  /** The session that acted; null when Mandato acted by itself, or nobody was signed in. */
  sessionId: z.string().nullable(),
  address: z.string().nullable(),
  what: z.string(),
  details: z.record(z.string(), z.string()),
  prevHash: z.string(),
  hash: z.string(),
});
export type TrailEntryView = z.infer<typeof trailEntrySchema>;

export const activityContract = {
  /** Newest first; `before` is the `activityId` of the last row already seen. */
  list: oc
    .input(z.object({ before: z.string().nullable(), limit: z.number().int().min(1).max(100) }))
    .errors(refusals('session_expired'))
    .output(z.array(activitySchema)),
  /** The person's own entries of the audit trail, newest first; `before` is the `seq` of the last one seen. */
  trail: oc
    .input(z.object({ before: z.number().int().nullable(), limit: z.number().int().min(1).max(100) }))
    .errors(refusals('session_expired'))
    .output(z.array(trailEntrySchema)),
  /** All of them as text to keep, one JSON object a line, oldest first. */
  exportTrail: oc
    .input(z.object({ stepUpCode: stepUpCodeSchema }))
    .errors(refusals('session_expired', ...stepUpRefusals))
    .output(z.object({ fileName: z.string(), text: z.string() })),
  /** Everything that is held about the person, as JSON: account, links, plans, orders, trades, activity, trail. */
  exportData: oc
    .input(z.object({ stepUpCode: stepUpCodeSchema }))
    .errors(refusals('session_expired', ...stepUpRefusals))
    .output(z.object({ fileName: z.string(), text: z.string() })),
};
