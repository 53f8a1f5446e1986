// Which lines of the activity list are told as a notice as well, and what each is about.

import { unreachable } from '@mandato/primitives/invariant';
import { type NoticeCode, type NoticeGroup, noticeCodes } from '../api-contract/notice-contract.ts';

/** A line that is told: its code, and what it is about. */
export interface Told {
  readonly code: NoticeCode;
  readonly group: NoticeGroup;
}

/**
 * Null for what needs no telling. One cause is told once: plans that a freeze, an expiry or a late order pauses are
 * told by the notice about that, and what a person ends themselves is not news to them.
 */
export function toldOf(line: {
  readonly code: string;
  readonly details?: Readonly<Record<string, string>>;
}): Told | null {
  const code = noticeCodes.find((one) => one === line.code);
  if (code === undefined) return null;
  if (code === 'plan_stopped' && line.details?.['reason'] !== 'budget_used_up') return null;
  return { code, group: groupOf(code) };
}

function groupOf(code: NoticeCode): NoticeGroup {
  switch (code) {
    case 'signed_in_new_device':
    case 'password_changed':
    case 'password_reset':
    case 'second_factor_turned_on':
    case 'second_factor_turned_off':
    case 'recovery_codes_made':
    case 'recovery_code_used':
    case 'passkey_added':
    case 'passkey_removed':
    case 'passkey_suspect':
    case 'data_exported':
    case 'trail_exported':
    case 'link_created':
    case 'link_key_replaced':
    case 'link_removed':
    case 'limits_loosening_asked':
    case 'notices_changed':
      return 'security';
    case 'link_frozen':
    case 'link_worsened':
    case 'link_recovered':
    case 'link_expires_soon':
    case 'link_expired':
      return 'exchange';
    case 'order_held':
    case 'order_late':
    case 'plan_stopped':
      return 'plan';
    default:
      return unreachable(code);
  }
}
