// The exchanges that this installation offers, with their fixed addresses.

/** One exchange: where its API is (ends without `/api`), and where people open an account. */
export interface OfferedExchange {
  readonly exchange: 'bitso' | 'practice';
  readonly baseUrl: string;
  readonly websiteUrl: string;
}

export type OfferedExchanges = readonly OfferedExchange[];

/** Bitso always; the practice exchange when it has an address. */
export function offeredExchanges(practiceUrl: string | null): OfferedExchanges {
  const bitso = {
    exchange: 'bitso',
    baseUrl: 'https://bitso.com',
    websiteUrl: 'https://bitso.com',
  } as const;
  if (practiceUrl === null) return [bitso];
  const baseUrl = practiceUrl.replace(/\/+$/, '');
  return [bitso, { exchange: 'practice', baseUrl, websiteUrl: baseUrl }];
}
