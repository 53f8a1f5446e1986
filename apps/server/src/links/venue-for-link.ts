// Gives the order pipeline the exchange behind a link; the key itself stays in the signer.

import type { PublicVenue, Venue } from '@mandato/invest-core/venue/venue';
import type { SignerClient } from '@mandato/signer/client/signer-protocol';
import { bitsoPublicVenue } from '@mandato/venue-bitso/bitso-public-venue';
import { bitsoVenue } from '@mandato/venue-bitso/bitso-venue';
import { eq } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import { links } from '../store/schema/link-schema.ts';
import type { OfferedExchange, OfferedExchanges } from './offered-exchanges.ts';
import { watchKey } from './watch-key.ts';

/** A link as the order pipeline needs it: its status, and the exchange's two faces. */
export interface LinkedVenue {
  readonly linkId: string;
  readonly userId: string;
  readonly exchange: OfferedExchange['exchange'];
  readonly status: (typeof links.$inferSelect)['status'];
  readonly venue: Venue;
  readonly publicVenue: PublicVenue;
}

export interface VenuesOfLinks {
  /** The exchange behind `linkId`, or null when there is no such link or its exchange is not offered. */
  venueFor(linkId: string): Promise<LinkedVenue | null>;
  /** What anybody may read at an exchange, or null when it is not offered. */
  publicVenueOf(exchange: OfferedExchange['exchange']): PublicVenue | null;
}

export interface VenueNeeds {
  readonly db: Db;
  /** The signer, or the relay to it. */
  readonly signer: Pick<SignerClient, 'execute'>;
  readonly exchanges: OfferedExchanges;
  /** Called when the exchange refused the key of a link itself. */
  readonly onKeyRefused: (linkId: string) => void;
}

export function venuesOfLinks({ db, signer, exchanges, onKeyRefused }: VenueNeeds): VenuesOfLinks {
  const publicVenues = new Map(
    exchanges.map(({ exchange, baseUrl }) => [exchange, bitsoPublicVenue({ fetch, baseUrl })]),
  );
  const publicVenueOf = (exchange: OfferedExchange['exchange']) => publicVenues.get(exchange) ?? null;
  return {
    publicVenueOf,
    venueFor: async (linkId) => {
      const [link] = await db.select().from(links).where(eq(links.linkId, linkId));
      const publicVenue = link === undefined ? null : publicVenueOf(link.exchange);
      if (link === undefined || publicVenue === null) return null;
      const { credentialId, userId, exchange, status } = link;
      const asking = bitsoVenue({
        ask: (intent, nonce) => signer.execute({ credentialId, intent, nonce }),
      });
      const venue = watchKey(asking, () => onKeyRefused(linkId));
      return { linkId, userId, exchange, status, venue, publicVenue };
    },
  };
}
