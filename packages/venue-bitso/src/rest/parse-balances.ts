// Reads the balances of an account.

import type { Balance } from '@mandato/invest-core/venue/venue';
import { fieldsOf } from './read-body.ts';
import { readMoney } from './wire-amount.ts';

/** Null when any row is not understood (bitso-api 7.1). */
export function parseBalances(payload: unknown): readonly Balance[] | null {
  const rows = fieldsOf(payload)?.['balances'];
  if (!Array.isArray(rows)) return null;
  const balances = rows.map(parseBalance).filter((balance) => balance !== null);
  return balances.length === rows.length ? balances : null;
}

function parseBalance(row: unknown): Balance | null {
  const fields = fieldsOf(row) ?? {};
  const asset = fields['currency'];
  const available = readMoney(fields['available']);
  const locked = readMoney(fields['locked']);
  const total = readMoney(fields['total']);
  if (typeof asset !== 'string' || available === null || locked === null || total === null) return null;
  return { asset, available, locked, total };
}
