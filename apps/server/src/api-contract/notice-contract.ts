// What a person is told without asking: what happened to their keys, plans and account, and where else that is sent.

import { oc } from '@orpc/contract';
import * as z from 'zod';
import type { activityCodes } from './activity-contract.ts';
import { refusals } from './refusal.ts';
import { stepUpCodeSchema, stepUpRefusals } from './step-up-contract.ts';

/** What notices are about; each can go out by itself. */
export const noticeGroups = ['security', 'exchange', 'plan'] as const;
export type NoticeGroup = (typeof noticeGroups)[number];

/** The lines of the activity list that are told as a notice too. */
export const noticeCodes = [
  'signed_in_new_device',
  'password_changed',
  'password_reset',
  'second_factor_turned_on',
  'second_factor_turned_off',
  'recovery_codes_made',
  'recovery_code_used',
  'passkey_added',
  'passkey_removed',
  'passkey_suspect',
  'data_exported',
  'trail_exported',
  'link_created',
  'link_key_replaced',
  'link_removed',
  'limits_loosening_asked',
  'notices_changed',
  'link_frozen',
  'link_worsened',
  'link_recovered',
  'link_expires_soon',
  'link_expired',
  'order_held',
  'order_late',
  'plan_stopped',
] as const satisfies readonly (typeof activityCodes)[number][];
export type NoticeCode = (typeof noticeCodes)[number];

export const noticeSchema = z.object({
  noticeId: z.string(),
  at: z.string(),
  code: z.enum(noticeCodes),
  group: z.enum(noticeGroups),
  /** What the code's sentences name; never a secret. */
  details: z.record(z.string(), z.string()),
  planId: z.string().nullable(),
  orderId: z.string().nullable(),
  linkId: z.string().nullable(),
  isRead: z.boolean(),
});
export type NoticeView = z.infer<typeof noticeSchema>;

const groupsSchema = z.object({ security: z.boolean(), exchange: z.boolean(), plan: z.boolean() });

export const noticeSettingsSchema = z.object({
  /** Where notices that go out are sent; null when this installation sends none. */
  email: z.string().nullable(),
  /** Which of them go out. */
  goesOut: groupsSchema,
});
export type NoticeSettings = z.infer<typeof noticeSettingsSchema>;

export const noticeContract = {
  /** Newest first; `before` is the `noticeId` of the last one already seen. */
  list: oc
    .input(z.object({ before: z.string().nullable(), limit: z.number().int().min(1).max(100) }))
    .errors(refusals('session_expired'))
    .output(z.array(noticeSchema)),
  unread: oc.errors(refusals('session_expired')).output(z.object({ count: z.number().int() })),
  /** Marks this one and all older ones as read. */
  markRead: oc
    .input(z.object({ upTo: z.string() }))
    .errors(refusals('session_expired'))
    .output(z.object({ count: z.number().int() })),
  settings: oc.errors(refusals('session_expired')).output(noticeSettingsSchema),
  /** `stepUpCode` is needed when anything is turned off; that itself is told, in here and outside. */
  setSettings: oc
    .input(z.object({ goesOut: groupsSchema, stepUpCode: stepUpCodeSchema.nullable() }))
    .errors(refusals('session_expired', ...stepUpRefusals))
    .output(noticeSettingsSchema),
};
