// The order in which balances are read: pesos, then what is held, then the empty ones.
import type { PortalHome } from '@mandato/lonja/api-contract/portal-contract';

export type Balance = PortalHome['balances'][number];

/** Within each of the three, as the portal lists them. */
export function orderBalances(balances: readonly Balance[]): readonly Balance[] {
  return [...balances].sort((one, other) => rank(one) - rank(other));
}

function rank({ currency, total }: Balance): number {
  if (currency === 'mxn') return 0;
  return /[1-9]/.test(total) ? 1 : 2;
}
