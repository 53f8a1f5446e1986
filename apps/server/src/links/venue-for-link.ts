// Gives the order pipeline the exchange behind a link; the key itself stays in the signer.

import type { LinkStatusKind } from '@mandato/invest-core/link/link-status';
import type { PublicVenue, Venue } from '@mandato/invest-core/venue/venue';
import type { VenueAnswer } from '@mandato/invest-core/venue/venue-answer';
import type { Clock } from '@mandato/primitives/ports';
import type { SignerClient } from '@mandato/signer/client/signer-protocol';
import { bitsoPublicVenue } from '@mandato/venue-bitso/bitso-public-venue';
import { bitsoVenue } from '@mandato/venue-bitso/bitso-venue';
import { sql } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import { gathered } from '../store/gathered.ts';
import { links } from '../store/schema/link-schema.ts';
import type { OfferedExchange, OfferedExchanges } from './offered-exchanges.ts';
import { standingOf } from './standing-of.ts';
import { watchKey } from './watch-key.ts';

/** A link as the order pipeline needs it: its status, and the exchange's two faces. */
export interface LinkedVenue {
  readonly linkId: string;
  readonly userId: string;
  readonly exchange: OfferedExchange['exchange'];
  readonly status: LinkStatusKind;
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
  readonly wall: Clock;
  /** Called when the exchange refused the key of a link itself, or a request of it with 401 or 403. */
  readonly onKeyRefused: (linkId: string) => void;
}

export function venuesOfLinks({ db, signer, exchanges, wall, onKeyRefused }: VenueNeeds): VenuesOfLinks {
  const publicVenues = new Map(
    exchanges.map(({ exchange, baseUrl }) => [exchange, bitsoPublicVenue({ fetch, baseUrl, wall })]),
  );
  const findLink = gathered(async (linkIds: readonly string[]) => {
    const found = await db
      .select()
      .from(links)
      .where(sql`${links.linkId} = any(${sql.param([...linkIds])})`);
    return new Map(found.map((link) => [link.linkId, link]));
  });
  const publicVenueOf = (exchange: OfferedExchange['exchange']) => publicVenues.get(exchange) ?? null;
  return {
    publicVenueOf,
    venueFor: async (linkId) => {
      const link = await findLink(linkId);
      const publicVenue = link === undefined ? null : publicVenueOf(link.exchange);
      if (link === undefined || publicVenue === null) return null;
      const { credentialId, userId, exchange } = link;
      const status = standingOf(link, wall.nowMs()).kind;
      const asking = bitsoVenue({
        ask: async (intent, nonce) => {
          const answer = await signer.execute({ credentialId, intent, nonce });
          if (speaksAgainstKey(answer)) onKeyRefused(linkId);
          return answer;
        },
      });
      const venue = watchKey(asking, () => onKeyRefused(linkId));
      return { linkId, userId, exchange, status, venue, publicVenue };
    },
  };
}

/** Any 401 or 403, but for a nonce that came too late: that is a race of two requests and says nothing of the key. */
function speaksAgainstKey(answer: VenueAnswer): boolean {
  if (answer.kind !== 'answered' || (answer.status !== 401 && answer.status !== 403)) return false;
  return !/"code"\s*:\s*"?020[67]"?/.test(answer.body);
}
