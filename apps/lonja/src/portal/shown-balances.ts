// Balances as the dials make the API show them, and beside them what the exchange counts with where that differs.

import { balancesOf } from '@mandato/exchange-core/view/account-view';
import { bookSpecs } from '@mandato/exchange-core/view/book-view';
import { formatMoneyTrimmed } from '@mandato/primitives/money';
import type { AccountDial, CurrencyAmounts } from '../api-contract/shown-dials.ts';
import { feePpmNow } from '../rest/order-conditions.ts';
import { keptBack } from '../rest/release-lag.ts';
import { balanceShifts, driftOf, type Seen } from '../rest/shown-fills.ts';

/** Units of 10^-8. */
export interface Amounts {
  readonly available: bigint;
  readonly locked: bigint;
  readonly total: bigint;
}

export interface ShownBalance {
  readonly asset: string;
  readonly shown: Amounts;
  /** Null where it is what is shown. An order goes by these. */
  readonly actual: Amounts | null;
}

/** Every currency of the account. */
export function shownBalances(seen: Seen): readonly ShownBalance[] {
  const shifts = balanceShifts(seen);
  const drift = driftOf(seen);
  return balancesOf(seen.exchange, seen.account).map(({ asset, available, locked, total }) => {
    const kept = keptBack(seen, asset);
    const shift = (shifts.get(asset) ?? 0n) + drift(asset);
    const shown = { available: available - kept + shift, locked: locked + kept, total: total + shift };
    const isBent = kept !== 0n || shift !== 0n;
    return { asset, shown, actual: isBent ? { available, locked, total } : null };
  });
}

export function amountsText({ available, locked, total }: Amounts): CurrencyAmounts {
  return {
    available: formatMoneyTrimmed(available),
    locked: formatMoneyTrimmed(locked),
    total: formatMoneyTrimmed(total),
  };
}

/** The dials that bend balances. */
export function balanceDials(seen: Seen): readonly AccountDial[] {
  return [...fillDials(seen), ...standing(seen, ['drift', 'release_lag'])];
}

/** The dials that bend orders and trades. */
export function tradeDials(seen: Seen): readonly AccountDial[] {
  return [...fillDials(seen), ...standing(seen, ['read_lag'])];
}

function fillDials(seen: Seen): readonly AccountDial[] {
  const hasFee = bookSpecs(seen.exchange).some(({ id }) => feePpmNow(seen, id) !== null);
  return [...standing(seen, ['rollback']), ...(hasFee ? (['fee'] as const) : [])];
}

function standing(
  seen: Seen,
  dials: readonly Exclude<AccountDial, 'fee'>[],
): readonly Exclude<AccountDial, 'fee'>[] {
  return dials.filter((dial) => seen.holds(dial) !== null);
}
