// The activity list: what was done, what was not done, and why.

import { oc } from '@orpc/contract';
import * as z from 'zod';
import { refusals } from './refusal.ts';

export const activityCodes = [
  'account_created',
  'signed_in',
  'second_factor_turned_on',
  'link_created',
  'link_refused',
  'link_removed',
  'link_worsened',
  'link_recovered',
  'plan_created',
  'plan_paused',
  'plan_resumed',
  'plan_stopped',
  'order_recorded',
  'order_done',
  'order_skipped',
  'order_being_confirmed',
  'order_held',
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

export const activityContract = {
  /** Newest first; `before` is the `activityId` of the last row already seen. */
  list: oc
    .input(z.object({ before: z.string().nullable(), limit: z.number().int().min(1).max(100) }))
    .errors(refusals('session_expired'))
    .output(z.array(activitySchema)),
};
