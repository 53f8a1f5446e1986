// The link procedures: connecting an exchange account with a key that can trade but never withdraw.

import { oc } from '@orpc/contract';
import * as z from 'zod';
import { refusals } from './refusal.ts';
import { stepUpCodeSchema, stepUpRefusals } from './step-up-contract.ts';

export const exchangeIdSchema = z.enum(['bitso', 'practice']);
export type ExchangeId = z.infer<typeof exchangeIdSchema>;

/** Exchanges whose guide can be read already; a key of theirs is refused with `exchange_coming`. */
const comingExchangeSchema = z.enum(['kraken', 'binance']);

const base64 = z
  .string()
  .regex(/^[A-Za-z0-9+/]+={0,2}$/)
  .max(4096);

export const sealedCredentialSchema = z.strictObject({
  keyId: z.string().min(1).max(64),
  ephemeralKey: base64,
  iv: base64,
  ciphertext: base64,
});

const probeSchema = z.enum([
  'read_balance',
  'read_account',
  'read_open_orders',
  'cancel_unknown_order',
  'place_empty_order',
  'withdraw_nothing',
]);

export type SealedCredentialInput = z.infer<typeof sealedCredentialSchema>;

export const permissionFindingSchema = z.object({
  permission: z.enum([
    'view_account_information',
    'view_balances',
    'place_orders',
    'make_withdrawals',
    'perform_security_actions',
  ]),
  state: z.enum(['granted', 'absent', 'unknown']),
  evidence: z
    .object({
      probe: probeSchema,
      call: z.string(),
      status: z.number().int().nullable(),
      code: z.string().nullable(),
      cause: z.string().nullable(),
      at: z.string(),
    })
    .nullable(),
});
export type PermissionView = z.infer<typeof permissionFindingSchema>;

export const permissionSchema = permissionFindingSchema.shape.permission;

/** How a link stands: the cause, and for two of them what a person wants to know as well. */
export const linkStatusSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('connected') }),
  z.object({ kind: z.literal('expires_soon'), days: z.number().int() }),
  z.object({ kind: z.literal('expired') }),
  z.object({ kind: z.literal('permissions_missing'), missing: z.array(permissionSchema) }),
  z.object({ kind: z.literal('withdrawal_enabled') }),
  z.object({ kind: z.literal('address_not_allowed') }),
  z.object({ kind: z.literal('unreachable') }),
  z.object({ kind: z.literal('invalid') }),
  z.object({ kind: z.literal('frozen') }),
  z.object({ kind: z.literal('paused') }),
]);
export type LinkStatusView = z.infer<typeof linkStatusSchema>;

export const linkSchema = z.object({
  linkId: z.string(),
  exchange: exchangeIdSchema,
  name: z.string(),
  /** Last four characters of the key; the rest is never shown. */
  keyHint: z.string(),
  fingerprint: z.string(),
  status: linkStatusSchema,
  /** What a person can do about the status. */
  remedy: z.enum(['none', 'wait', 'replace_key', 'change_at_exchange', 'release', 'resume']),
  verdict: z.enum(['SAFE', 'PROBED', 'ATTESTED', 'INSUFFICIENT', 'UNSAFE']),
  permissions: z.array(permissionFindingSchema),
  /** What somebody who had the key could do, by the evidence. */
  leak: z.object({
    could: z.enum(['withdraw', 'perhaps_withdraw', 'trade', 'look', 'nothing']),
    /** When the exchange refused a withdrawal; null where it did not. */
    refusedAt: z.string().nullable(),
    isAdminConfirmed: z.boolean(),
  }),
  linkedAt: z.string(),
  auditedAt: z.string(),
  /** When the person confirmed the exchange's own list of the key. */
  attestedAt: z.string().nullable(),
  withdrawalsAskedAt: z.string().nullable(),
  frozenSince: z.string().nullable(),
  pausedSince: z.string().nullable(),
  expiresAt: z.string().nullable(),
  /** Whether the exchange reported that itself; then a person cannot state another. */
  isExpiryReported: z.boolean(),
});
export type LinkView = z.infer<typeof linkSchema>;

/** A step of a check as it happened: `answered` carries what the exchange said. */
export const checkStepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('opened') }),
  z.object({ kind: z.literal('asking'), probe: probeSchema }),
  z.object({
    kind: z.literal('answered'),
    probe: probeSchema,
    status: z.number().int().nullable(),
    code: z.string().nullable(),
  }),
  z.object({ kind: z.literal('judged'), isFit: z.boolean() }),
  z.object({ kind: z.literal('confirmed') }),
  z.object({ kind: z.literal('stored') }),
]);
export type CheckStep = z.infer<typeof checkStepSchema>;

export const balanceSchema = z.object({
  asset: z.string(),
  available: z.string(),
  locked: z.string(),
  total: z.string(),
});

const exchangeFacts = {
  /** Where the person's account at this exchange is opened in a browser. */
  websiteUrl: z.string(),
  isPractice: z.boolean(),
  /** The address that this exchange sees our calls come from, for the key's IP list; null when it is not known. */
  outgoingAddress: z.string().nullable(),
};

export const exchangeSchema = z.discriminatedUnion('isComing', [
  z.object({ isComing: z.literal(false), exchange: exchangeIdSchema, ...exchangeFacts }),
  z.object({ isComing: z.literal(true), exchange: comingExchangeSchema, ...exchangeFacts }),
]);
export type ExchangeView = z.infer<typeof exchangeSchema>;

const checkIdSchema = z.string().regex(/^[A-Za-z0-9-]{8,64}$/);

/** A moment, as ISO 8601 in UTC. */
const expirySchema = z.iso.datetime();

/** What the pasted key comes with: sealed, ticked, and named so that its check can be followed. */
const keyInput = {
  sealed: sealedCredentialSchema,
  /** The person saw in the exchange's list that the key has neither withdrawals nor security actions. */
  isAttested: z.boolean(),
  /** Made by the page; under it the steps of the check can be read while it runs. */
  checkId: checkIdSchema.optional(),
  /** When the key ends, where the exchange gave it an end and does not report it. */
  expiresAt: expirySchema.nullable().optional(),
  stepUpCode: stepUpCodeSchema,
};

/** What any procedure that takes a key may answer. */
const keyRefusals = [
  'expiry_malformed',
  'second_factor_needed',
  'second_factor_missing',
  'linking_held',
  ...stepUpRefusals,
  'key_list_not_confirmed',
  'signer_unavailable',
  'sealed_for_another_key',
  'sealed_unreadable',
  'credential_malformed',
  'credential_swapped',
  'credential_already_stored',
  'exchange_unreachable',
  'key_unknown_or_revoked',
  'signature_wrong',
  'key_inactive',
  'key_expired',
  'address_not_allowed',
  'nonce_refused',
  'account_restricted',
  'permission_unknown',
  'withdrawal_allowed',
  'transfer_allowed',
  'key_admin_allowed',
  'withdrawal_not_excluded',
  'place_orders_missing',
  'view_balances_missing',
  'view_account_missing',
  'account_differs',
  'attestation_missing',
  'storage_failed',
] as const;

const ofLink = z.object({ linkId: z.string() });

export const linkContract = {
  exchanges: oc.output(z.array(exchangeSchema)),
  sealingKey: oc
    .errors(refusals('session_expired', 'signer_unavailable'))
    .output(z.object({ keyId: z.string(), publicKey: z.string() })),
  link: oc
    .input(
      z.object({
        exchange: z.union([exchangeIdSchema, comingExchangeSchema]),
        name: z.string().trim().max(60),
        ...keyInput,
      }),
    )
    .errors(
      refusals(
        'session_expired',
        ...keyRefusals,
        'exchange_coming',
        'exchange_not_offered',
        'link_name_malformed',
      ),
    )
    .output(linkSchema),
  /** Puts another key of the same exchange account in the place of the present one. */
  replaceKey: oc
    .input(ofLink.extend(keyInput))
    .errors(refusals('session_expired', 'link_unknown', ...keyRefusals))
    .output(linkSchema),
  /** The steps so far of a check that this person started; none for any other. */
  checkSteps: oc
    .input(z.object({ checkId: checkIdSchema }))
    .errors(refusals('session_expired'))
    .output(z.array(checkStepSchema)),
  list: oc.errors(refusals('session_expired')).output(z.array(linkSchema)),
  reaudit: oc
    .input(ofLink)
    .errors(refusals('session_expired', 'link_unknown', 'signer_unavailable'))
    .output(linkSchema),
  rename: oc
    .input(ofLink.extend({ name: z.string().trim().min(1).max(60) }))
    .errors(refusals('session_expired', 'link_unknown', 'link_name_malformed'))
    .output(linkSchema),
  /** States when the key ends, or that it does not; from then on it is not used, and it is told 14, 7 and 1 days before. */
  stateExpiry: oc
    .input(ofLink.extend({ expiresAt: expirySchema.nullable() }))
    .errors(refusals('session_expired', 'link_unknown', 'expiry_malformed', 'expiry_reported'))
    .output(linkSchema),
  /** Keeps every new order back until `resume`; orders under way are followed to their end. */
  pause: oc.input(ofLink).errors(refusals('session_expired', 'link_unknown')).output(linkSchema),
  resume: oc.input(ofLink).errors(refusals('session_expired', 'link_unknown')).output(linkSchema),
  /** Checks a frozen link in full and, when the key is fit again, ends the freeze. */
  release: oc
    .input(ofLink.extend({ stepUpCode: stepUpCodeSchema }))
    .errors(
      refusals(
        'session_expired',
        'link_unknown',
        ...stepUpRefusals,
        'exchange_unreachable',
        'link_still_unfit',
        'signer_unavailable',
      ),
    )
    .output(linkSchema),
  /** What removing a link would end, for the person to read before. */
  beforeUnlink: oc
    .input(ofLink)
    .errors(refusals('session_expired', 'link_unknown'))
    .output(z.object({ plans: z.number().int(), openOrders: z.number().int() })),
  /** Ends its plans, cancels its own open orders, and only then has the signer forget the key. */
  unlink: oc
    .input(ofLink.extend({ stepUpCode: stepUpCodeSchema }))
    .errors(
      refusals(
        'session_expired',
        'link_unknown',
        ...stepUpRefusals,
        'link_orders_open',
        'signer_unavailable',
      ),
    )
    .output(
      z.object({
        linkId: z.string(),
        plansStopped: z.number().int(),
        ordersCancelled: z.number().int(),
      }),
    ),
  balances: oc
    .input(ofLink)
    .errors(
      refusals(
        'session_expired',
        'link_unknown',
        'exchange_unreachable',
        'signer_unavailable',
        'key_unknown_or_revoked',
      ),
    )
    .output(z.array(balanceSchema)),
};
