// The evidence of a key's permissions: what was asked, what the exchange answered, and when.

/** The five permissions a key can hold at Bitso, and what each lets it do. */
export type Permission =
  | 'view_account_information'
  | 'view_balances'
  | 'place_orders'
  | 'make_withdrawals'
  | 'perform_security_actions';

/** The harmless calls whose answers tell permissions apart (bitso-api.md section 14). */
export type ProbeName =
  | 'read_balance'
  | 'read_account'
  | 'read_open_orders'
  | 'cancel_unknown_order'
  | 'place_empty_order'
  | 'withdraw_nothing';

/** One probe: the call as a person may read it, and what came back. */
export interface ProbeEvidence {
  readonly probe: ProbeName;
  /** `GET /api/v3/balance/`, for example. */
  readonly call: string;
  readonly answer:
    | { readonly kind: 'answered'; readonly status: number; readonly code: string | null }
    | { readonly kind: 'unanswered'; readonly cause: string };
  readonly atMs: number;
}

/** Whether a key holds a permission, and which probe showed it. `unknown` never counts as safe. */
export interface PermissionFinding {
  readonly permission: Permission;
  readonly state: 'granted' | 'absent' | 'unknown';
  readonly shownBy: ProbeEvidence | null;
}

/** Why a key is not linked, in order of precedence: the first that applies is the answer. */
export type LinkRefusal =
  | 'exchange_unreachable'
  | 'key_unknown_or_revoked'
  | 'signature_wrong'
  | 'key_inactive'
  | 'key_expired'
  | 'address_not_allowed'
  | 'nonce_refused'
  | 'account_restricted'
  | 'permission_unknown'
  | 'withdrawal_allowed'
  | 'transfer_allowed'
  | 'key_admin_allowed'
  | 'withdrawal_not_excluded'
  | 'place_orders_missing'
  | 'view_balances_missing'
  | 'view_account_missing'
  /** The person did not say that the exchange's list of the key shows nothing more. */
  | 'key_list_not_confirmed'
  /** A key that is to replace another must belong to the same account. */
  | 'account_differs';
