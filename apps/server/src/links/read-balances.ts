// Reads what a linked account holds, fresh from the exchange.

import type { ReadFailure } from '@mandato/invest-core/venue/venue';
import { formatMoneyTrimmed } from '@mandato/primitives/money';
import { err, ok, type Result } from '@mandato/primitives/result';
import type * as z from 'zod';
import type { balanceSchema } from '../api-contract/link-contract.ts';
import type { NonceSource } from './nonce-source.ts';
import type { LinkedVenue } from './venue-for-link.ts';

export type BalancesError = 'exchange_unreachable' | 'signer_unavailable' | 'key_unknown_or_revoked';

type BalanceView = z.infer<typeof balanceSchema>;

/** The assets of which the account holds anything. */
export async function readBalances(
  linked: LinkedVenue,
  nextNonce: NonceSource,
): Promise<Result<BalanceView[], BalancesError>> {
  const outcome = await linked.venue.readBalances(nextNonce());
  if (outcome.kind === 'unread') return err(errorOf(outcome.failure));
  const held = outcome.value.filter(({ total }) => total !== 0n);
  return ok(
    held.map(({ asset, available, locked, total }) => ({
      asset,
      available: formatMoneyTrimmed(available),
      locked: formatMoneyTrimmed(locked),
      total: formatMoneyTrimmed(total),
    })),
  );
}

/** Whether a read broke off on our side of the wire, so that nothing may be said of the exchange. */
export function isOurFailure(cause: string): boolean {
  return cause === 'egress_unavailable' || cause === 'signer_stopped';
}

function errorOf(failure: ReadFailure): BalancesError {
  switch (failure.kind) {
    case 'rejected':
      return 'key_unknown_or_revoked';
    case 'denied':
      return 'signer_unavailable';
    case 'rate_limited':
    case 'overtaken':
      return 'exchange_unreachable';
    case 'unreachable':
      return isOurFailure(failure.cause) ? 'signer_unavailable' : 'exchange_unreachable';
  }
}
