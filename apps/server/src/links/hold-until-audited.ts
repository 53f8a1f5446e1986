// Keeps orders back until the exchange has answered an audit of their key since the start; looking up goes on.

import { eq } from 'drizzle-orm';
import type { VenueFor } from '../orders/order-deps.ts';
import type { Db } from '../store/database.ts';
import { links } from '../store/schema/link-schema.ts';
import type { Auditing } from './keep-auditing.ts';
import type { LinkedVenue, VenuesOfLinks } from './venue-for-link.ts';

/** For the order pipeline; pages that only read need not wait. */
export function holdUntilAudited(venues: VenuesOfLinks, auditing: Pick<Auditing, 'isAudited'>): VenueFor {
  return async (linkId) => {
    const isAudited = await auditing.isAudited(linkId);
    // Read after the audit, which may have frozen it.
    const linked = await venues.venueFor(linkId);
    return linked === null || isAudited ? linked : heldBack(linked);
  };
}

/** The same rule for orders that workers ask for: they name the credential, and the process of the signer decides. */
export function auditedCredentials(
  db: Db,
  auditing: Pick<Auditing, 'isAudited'>,
): (credentialId: string) => Promise<boolean> {
  // A credential keeps its link for as long as it exists.
  const linkOf = new Map<string, string>();
  return async (credentialId) => {
    const known = linkOf.get(credentialId);
    if (known !== undefined) return auditing.isAudited(known);
    const [link] = await db
      .select({ linkId: links.linkId })
      .from(links)
      .where(eq(links.credentialId, credentialId));
    if (link === undefined) return false;
    linkOf.set(credentialId, link.linkId);
    return auditing.isAudited(link.linkId);
  };
}

/** An exchange that did not answer an audit is as good as out of reach, also when it answers the next moment. */
function heldBack(linked: LinkedVenue): LinkedVenue {
  const failure = { kind: 'unreachable', cause: 'connection_refused' } as const;
  return {
    ...linked,
    venue: {
      ...linked.venue,
      placeOrder: () => Promise.resolve({ kind: 'not_sent', cause: 'connection_refused' }),
      readBalances: () => Promise.resolve({ kind: 'unread', failure }),
    },
  };
}
