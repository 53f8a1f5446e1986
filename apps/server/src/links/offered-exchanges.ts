// The exchanges that this installation offers, with their fixed addresses.

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

/** Bitso always; the practice exchange when it has an address. `namedAddress` is this installation's own. */
export function offeredExchanges(
  practiceUrl: string | null,
  namedAddress: string | null = null,
): OfferedExchanges {
  const bitsoUrl = 'https://bitso.com';
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
