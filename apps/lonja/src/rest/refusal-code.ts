// The wire's code for everything that the sequencer can refuse.

import type { WireErrorCode } from '@mandato/bitso-wire/error-codes';
import type { JournalFault } from '../journal/journal.ts';
import type { LonjaRefusal } from '../sequencer-lonja.ts';

/** `0101` (HTTP 500, outcome unknown) stands for what a request cannot cause: a full disk, or a bug of ours. */
export function wireCodeOf(refusal: LonjaRefusal | JournalFault): WireErrorCode {
  return codes[refusal];
}

const codes: Readonly<Record<LonjaRefusal | JournalFault, WireErrorCode>> = {
  account_exists: '0101',
  account_unknown: '0101',
  asset_unknown: '0313',
  book_unknown: '0301',
  order_id_duplicate: '0101',
  order_unknown: '0312',
  order_ended: '0312',
  change_not_allowed: '0304',
  funding_id_duplicate: '0101',
  amount_not_positive: '0408',
  price_off_tick: '0407',
  origin_id_duplicate: '0356',
  price_below_min: '0401',
  price_above_max: '0402',
  stop_below_min: '0412',
  stop_above_max: '0413',
  quantity_below_min: '0403',
  quantity_above_max: '0404',
  notional_below_min: '0405',
  notional_above_max: '0406',
  open_orders_exceeded: '1001',
  balance_insufficient: '0379',
  email_taken: '0101',
  id_taken: '0101',
  session_missing: '0203',
  two_factor_on: '0101',
  enrolment_not_started: '0101',
  two_factor_missing: '0209',
  key_unknown: '0201',
  keys_paused: '0101',
  keys_too_many: '0101',
  code_used: '0209',
  nonce_used: '0207',
  disk_full: '0101',
  disk_error: '0101',
};
