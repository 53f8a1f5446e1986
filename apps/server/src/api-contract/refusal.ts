// Every "no" of the API: one stable code each, its HTTP status, and nothing that depends on a language.

import type { ErrorMap } from '@orpc/contract';
import * as z from 'zod';

/** All codes with the status they answer; a person's sentence for each is in `messages`. */
export const refusalStatus = {
  // Account
  email_malformed: 422,
  password_too_short: 422,
  password_too_common: 422,
  email_taken: 409,
  credentials_wrong: 401,
  session_expired: 401,
  second_factor_needed: 401,
  second_factor_missing: 403,
  second_factor_on: 409,
  password_wrong: 401,
  enrolment_not_started: 409,
  code_malformed: 422,
  code_wrong: 401,
  code_used: 401,
  too_many_tries: 429,
  step_up_needed: 403,
  second_factor_off: 409,
  linking_held: 403,
  session_unknown: 404,
  reset_link_ended: 401,
  passkeys_unavailable: 409,
  passkeys_too_many: 409,
  passkey_unknown: 404,
  passkey_too_late: 401,
  passkey_refused: 401,
  // Links
  exchange_not_offered: 422,
  exchange_coming: 422,
  link_name_malformed: 422,
  credential_malformed: 422,
  credential_swapped: 422,
  sealed_for_another_key: 409,
  sealed_unreadable: 422,
  credential_already_stored: 409,
  attestation_missing: 500,
  storage_failed: 503,
  signer_unavailable: 503,
  exchange_unreachable: 503,
  key_unknown_or_revoked: 422,
  signature_wrong: 422,
  key_inactive: 422,
  key_expired: 422,
  address_not_allowed: 422,
  nonce_refused: 422,
  account_restricted: 422,
  permission_unknown: 422,
  withdrawal_allowed: 422,
  transfer_allowed: 422,
  key_admin_allowed: 422,
  withdrawal_not_excluded: 422,
  place_orders_missing: 422,
  view_balances_missing: 422,
  view_account_missing: 422,
  key_list_not_confirmed: 422,
  account_differs: 422,
  link_unknown: 404,
  link_orders_open: 409,
  link_still_unfit: 409,
  link_not_active: 409,
  expiry_malformed: 422,
  expiry_reported: 409,
  // Plans
  plan_zone_unknown: 409,
  book_unknown: 422,
  notional_malformed: 422,
  notional_not_positive: 422,
  notional_too_precise: 422,
  notional_below_minimum: 422,
  notional_above_maximum: 422,
  notional_above_balance: 422,
  budget_malformed: 422,
  budget_below_notional: 422,
  budget_below_spent: 422,
  schedule_malformed: 422,
  zone_unknown: 422,
  start_malformed: 422,
  start_in_past: 422,
  plan_unknown: 404,
  plan_stopped: 409,
  plan_not_active: 409,
  order_in_progress: 409,
  request_reused: 409,
  order_unknown: 404,
  order_not_held: 409,
  // Limits and stops
  limits_malformed: 422,
  signer_clock_differs: 503,
  signer_write_failed: 503,
  operator_only: 403,
  passphrase_too_short: 422,
  passphrase_wrong: 401,
  // Everything
  input_malformed: 422,
  request_cross_site: 403,
  procedure_unknown: 404,
  internal_error: 500,
} as const;

export type RefusalCode = keyof typeof refusalStatus;

/** What a refusal carries besides its code: plain texts that its sentence may name, such as a minimum. */
export const refusalDataSchema = z.object({ details: z.record(z.string(), z.string()) });

/** The error map of a procedure that may answer any of `codes`. */
export function refusals<const Codes extends readonly RefusalCode[]>(
  ...codes: Codes
): { [C in Codes[number]]: { status: number; data: typeof refusalDataSchema } };
export function refusals(...codes: readonly RefusalCode[]): ErrorMap {
  return Object.fromEntries(
    codes.map((code) => [code, { status: refusalStatus[code], data: refusalDataSchema }]),
  );
}
