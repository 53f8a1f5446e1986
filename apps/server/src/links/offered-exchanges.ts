// The exchanges that this installation offers, with their fixed addresses.

import { type ComingExchange, exchangeProfiles } from '@mandato/invest-core/link/exchange-profile';
import { outgoingAddressTo } from './outgoing-address.ts';

/** One exchange: where its API is (ends without `/api`), and where people open an account. */
export interface OfferedExchange {
  readonly exchange: 'bitso' | 'practice';
  readonly baseUrl: string;
  readonly websiteUrl: string;
  /** Where it sees our calls come from; null when that is not known. */
  readonly outgoingAddress: string | null;
}

export type OfferedExchanges = readonly OfferedExchange[];

/** An exchange whose guide can be read and whose keys are not taken: nothing here has an address to call. */
export interface AnnouncedExchange {
  readonly exchange: ComingExchange;
  readonly websiteUrl: string;
  readonly outgoingAddress: string | null;
}

/** Bitso always; the practice exchange when it has an address. `namedAddress` is this installation's own. */
export function offeredExchanges(
  practiceUrl: string | null,
  namedAddress: string | null = null,
): OfferedExchanges {
  const bitsoUrl = exchangeProfiles.bitso.websiteUrl;
  const bitso = {
    exchange: 'bitso',
    baseUrl: bitsoUrl,
    websiteUrl: bitsoUrl,
    outgoingAddress: outgoingAddressTo(bitsoUrl, namedAddress),
  } as const;
  if (practiceUrl === null) return [bitso];
  const baseUrl = practiceUrl.replace(/\/+$/, '');
  const outgoingAddress = outgoingAddressTo(baseUrl, namedAddress);
  return [bitso, { exchange: 'practice', baseUrl, websiteUrl: baseUrl, outgoingAddress }];
}

/** Those to come. They will see our calls come from where Bitso sees them come from. */
export function announcedExchanges(offered: OfferedExchanges): readonly AnnouncedExchange[] {
  const outgoingAddress = offered.find(({ exchange }) => exchange === 'bitso')?.outgoingAddress ?? null;
  return (['kraken', 'binance'] as const).map((exchange) => ({
    exchange,
    websiteUrl: exchangeProfiles[exchange].websiteUrl,
    outgoingAddress,
  }));
}
