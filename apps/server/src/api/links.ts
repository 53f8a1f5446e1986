// The link procedures: they check whose link it is and hand the work on; the sealed key passes through unread.

import { createHash } from 'node:crypto';
import { isLinkingHeld } from '../account/account-security.ts';
import type { ServerKey } from '../account/server-key.ts';
import { type LinkNeeds, linkExchange } from '../links/link-exchange.ts';
import type { NonceSource } from '../links/nonce-source.ts';
import { linksOf, ownLink } from '../links/own-link.ts';
import { linkView } from '../links/probe-evidence.ts';
import { readBalances } from '../links/read-balances.ts';
import { reauditLink } from '../links/reaudit-link.ts';
import { unlinkExchange } from '../links/unlink-exchange.ts';
import type { VenuesOfLinks } from '../links/venue-for-link.ts';
import { stepUpOfCall } from '../step-up/step-up-of-call.ts';
import { api, signedIn } from './api-base.ts';
import { refuse } from './refuse.ts';

export interface LinkProcedureNeeds extends LinkNeeds {
  readonly key: ServerKey;
  readonly venues: VenuesOfLinks;
  readonly nextNonce: NonceSource;
}

export function linkProcedures(needs: LinkProcedureNeeds) {
  const { links } = api;
  return {
    exchanges: links.exchanges.handler(() =>
      needs.exchanges.map(({ exchange, websiteUrl }) => ({
        exchange,
        websiteUrl,
        isPractice: exchange === 'practice',
      })),
    ),
    sealingKey: links.sealingKey.use(signedIn).handler(async () => {
      try {
        return await needs.signer.sealingKey();
      } catch {
        throw refuse('signer_unavailable');
      }
    }),
    link: links.link.use(signedIn).handler(async ({ context, input }) => {
      // Whoever holds the session alone must not be able to add a way to spend.
      if (!context.person.hasSecondFactor) throw refuse('second_factor_missing');
      const { userId } = context.person;
      if (await isLinkingHeld(needs, userId)) throw refuse('linking_held');
      const { exchange, name, sealed, stepUpCode } = input;
      const key = createHash('sha256').update(sealed.ciphertext).digest('hex');
      const subject = { action: 'link_key', params: { exchange, name, key } } as const;
      const stepUp = stepUpOfCall(needs, context, { subject, proof: stepUpCode });
      const linked = await linkExchange(needs, { userId, exchange, name, sealed, stepUp });
      if (!linked.ok) throw refuse(linked.error);
      return linkView(linked.value);
    }),
    list: links.list
      .use(signedIn)
      .handler(async ({ context }) => (await linksOf(needs.db, context.person.userId)).map(linkView)),
    reaudit: links.reaudit.use(signedIn).handler(async ({ context, input }) => {
      const link = await ownLink(needs.db, { userId: context.person.userId, linkId: input.linkId });
      if (link === null) throw refuse('link_unknown');
      const audited = await reauditLink(needs, link);
      if (audited === null) throw refuse('signer_unavailable');
      return linkView(audited);
    }),
    unlink: links.unlink.use(signedIn).handler(async ({ context, input }) => {
      const { linkId, stepUpCode } = input;
      const subject = { action: 'unlink_key', params: { linkId } } as const;
      const stepUp = stepUpOfCall(needs, context, { subject, proof: stepUpCode });
      const gone = await unlinkExchange(needs, { userId: context.person.userId, linkId, stepUp });
      if (!gone.ok) throw refuse(gone.error);
      return gone.value;
    }),
    balances: links.balances.use(signedIn).handler(async ({ context, input }) => {
      const link = await ownLink(needs.db, { userId: context.person.userId, linkId: input.linkId });
      const linked = link === null ? null : await needs.venues.venueFor(link.linkId);
      if (linked === null) throw refuse('link_unknown');
      const balances = await readBalances(linked, needs.nextNonce);
      if (!balances.ok) throw refuse(balances.error);
      return balances.value;
    }),
  };
}
