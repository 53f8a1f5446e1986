// How much practice money there is: with a new account, and on request a few times a day.

import { createHash } from 'node:crypto';
import type { ExchangeState } from '@mandato/exchange-core/engine/state';
import type { AccountId } from '@mandato/exchange-core/ids';
import { unitsPerWhole } from '@mandato/primitives/money';

/** Pesos, in units of 10^-8. */
export const practiceMoney = {
  atSignUp: 100_000n * unitsPerWhole,
  atTopUp: 50_000n * unitsPerWhole,
};

export const topUpsPerDay = 3;

/**
 * The funding ids of an account's top-ups on the day of `wallMs` that were not used yet. Each can be used once, so
 * asking for several at the same moment cannot give more than there are.
 */
export function topUpIdsLeft(exchange: ExchangeState, account: AccountId, wallMs: number): readonly string[] {
  const day = Math.floor(wallMs / 86_400_000);
  const ids = Array.from({ length: topUpsPerDay }, (_, index) => topUpId(account, day, index));
  return ids.filter((id) => !exchange.fundingIds.has(id));
}

function topUpId(account: AccountId, day: number, index: number): string {
  return createHash('sha256').update(`top-up/${account}/${day}/${index}`).digest('hex').slice(0, 32);
}
