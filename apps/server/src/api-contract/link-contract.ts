// The link procedures: connecting an exchange account with a key that can trade but never withdraw.

import { oc } from '@orpc/contract';
import * as z from 'zod';
import { refusals } from './refusal.ts';
import { stepUpCodeSchema, stepUpRefusals } from './step-up-contract.ts';

export const exchangeIdSchema = z.enum(['bitso', 'practice']);
export type ExchangeId = z.infer<typeof exchangeIdSchema>;

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
      probe: z.enum([
        'read_balance',
        'read_account',
        'read_open_orders',
        'cancel_unknown_order',
        'place_empty_order',
        'withdraw_nothing',
      ]),
      call: z.string(),
      status: z.number().int().nullable(),
      code: z.string().nullable(),
      cause: z.string().nullable(),
      at: z.string(),
    })
    .nullable(),
});
export type PermissionView = z.infer<typeof permissionFindingSchema>;

export const linkSchema = z.object({
  linkId: z.string(),
  exchange: exchangeIdSchema,
  name: z.string(),
  /** Last four characters of the key; the rest is never shown. */
  keyHint: z.string(),
  fingerprint: z.string(),
  status: z.enum([
    'active',
    'invalid',
    'permissions_missing',
    'withdrawal_enabled',
    'address_not_allowed',
    'unreachable',
  ]),
  verdict: z.enum(['PROBED', 'INSUFFICIENT', 'UNSAFE']),
  permissions: z.array(permissionFindingSchema),
  linkedAt: z.string(),
  auditedAt: z.string(),
});
export type LinkView = z.infer<typeof linkSchema>;

export const balanceSchema = z.object({
  asset: z.string(),
  available: z.string(),
  locked: z.string(),
  total: z.string(),
});

export const exchangeSchema = z.object({
  exchange: exchangeIdSchema,
  /** Where the person's account at this exchange is opened in a browser. */
  websiteUrl: z.string(),
  isPractice: z.boolean(),
});

export const linkContract = {
  exchanges: oc.output(z.array(exchangeSchema)),
  sealingKey: oc
    .errors(refusals('session_expired', 'signer_unavailable'))
    .output(z.object({ keyId: z.string(), publicKey: z.string() })),
  link: oc
    .input(
      z.object({
        exchange: exchangeIdSchema,
        name: z.string().trim().max(60),
        sealed: sealedCredentialSchema,
        stepUpCode: stepUpCodeSchema,
      }),
    )
    .errors(
      refusals(
        'session_expired',
        'second_factor_needed',
        'second_factor_missing',
        'linking_held',
        ...stepUpRefusals,
        'exchange_not_offered',
        'link_name_malformed',
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
        'address_not_allowed',
        'nonce_refused',
        'account_restricted',
        'withdrawal_allowed',
        'withdrawal_not_excluded',
        'place_orders_missing',
        'view_balances_missing',
        'view_account_missing',
        'attestation_missing',
        'storage_failed',
      ),
    )
    .output(linkSchema),
  list: oc.errors(refusals('session_expired')).output(z.array(linkSchema)),
  reaudit: oc
    .input(z.object({ linkId: z.string() }))
    .errors(refusals('session_expired', 'link_unknown', 'signer_unavailable'))
    .output(linkSchema),
  /** Forgets the credential. Refused while plans on it are active. */
  unlink: oc
    .input(z.object({ linkId: z.string(), stepUpCode: stepUpCodeSchema }))
    .errors(
      refusals('session_expired', 'link_unknown', 'link_has_plans', ...stepUpRefusals, 'signer_unavailable'),
    )
    .output(z.object({ linkId: z.string() })),
  balances: oc
    .input(z.object({ linkId: z.string() }))
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
