// The link procedures: they check whose link it is and hand the work on; the sealed key passes through unread.

import { createHash, randomUUID } from 'node:crypto';
import { isComing } from '@mandato/invest-core/link/exchange-profile';
import { isLinkingHeld } from '../account/account-security.ts';
import type { ServerKey } from '../account/server-key.ts';
import type { SealedCredentialInput } from '../api-contract/link-contract.ts';
import { pauseLink, renameLink, resumeLink } from '../links/change-link.ts';
import type { ChecksUnderWay } from '../links/check-steps.ts';
import { isExpiryToCome, stateExpiry } from '../links/key-expiry.ts';
import { linkExchange } from '../links/link-exchange.ts';
import { linkView } from '../links/link-view.ts';
import { announcedExchanges } from '../links/offered-exchanges.ts';
import { linksOf, ownLink } from '../links/own-link.ts';
import { readBalances } from '../links/read-balances.ts';
import { reauditLink } from '../links/reaudit-link.ts';
import { releaseLink } from '../links/release-link.ts';
import { replaceKey } from '../links/replace-key.ts';
import { beforeUnlink, type UnlinkNeeds, unlinkExchange } from '../links/unlink-exchange.ts';
import type { StepUpSubject } from '../step-up/step-up.ts';
import { type StepUp, stepUpOfCall } from '../step-up/step-up-of-call.ts';
import type { links as linkTable } from '../store/schema/link-schema.ts';
import { api, type HeldSession, signedIn } from './api-base.ts';
import { refuse } from './refuse.ts';

export interface LinkProcedureNeeds extends UnlinkNeeds {
  readonly key: ServerKey;
  readonly checks: ChecksUnderWay;
}

/** A person may have the withdrawal probe sent this often, and no more. */
const fullCheckAgainMs = 10_000;

export function linkProcedures(needs: LinkProcedureNeeds) {
  return { ...lookingProcedures(needs), ...keyProcedures(needs), ...changingProcedures(needs) };
}

/** Those that change nothing but what is known. */
function lookingProcedures(needs: LinkProcedureNeeds) {
  const { links } = api;
  return {
    exchanges: links.exchanges.handler(() => [
      ...needs.exchanges.map(({ exchange, websiteUrl, outgoingAddress }) => ({
        exchange,
        websiteUrl,
        outgoingAddress,
        isPractice: exchange === 'practice',
        isComing: false as const,
      })),
      ...announcedExchanges(needs.exchanges).map((announced) => ({
        ...announced,
        isPractice: false,
        isComing: true as const,
      })),
    ]),
    sealingKey: links.sealingKey.use(signedIn).handler(async () => {
      try {
        return await needs.signer.sealingKey();
      } catch {
        throw refuse('signer_unavailable');
      }
    }),
    checkSteps: links.checkSteps
      .use(signedIn)
      .handler(({ context, input }) =>
        needs.checks.read({ userId: context.person.userId, checkId: input.checkId }),
      ),
    list: links.list
      .use(signedIn)
      .handler(async ({ context }) =>
        (await linksOf(needs.db, context.person.userId)).map((link) => view(needs, link)),
      ),
    reaudit: links.reaudit.use(signedIn).handler(async ({ context, input }) => {
      const link = await ownLink(needs.db, { userId: context.person.userId, linkId: input.linkId });
      if (link === null) throw refuse('link_unknown');
      const isSoon = needs.wall.nowMs() - link.auditedAt < fullCheckAgainMs;
      const audited = await reauditLink(needs, link, isSoon ? 'daily' : 'full');
      if (audited === null) throw refuse('signer_unavailable');
      return view(needs, audited.link);
    }),
    beforeUnlink: links.beforeUnlink.use(signedIn).handler(async ({ context, input }) => {
      const { userId } = context.person;
      const ends = await beforeUnlink(needs.db, { userId, linkId: input.linkId });
      if (ends === null) throw refuse('link_unknown');
      return ends;
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

/** Those that take a key, or decide about one: each with the person's proof. */
function keyProcedures(needs: LinkProcedureNeeds) {
  const { links } = api;
  return {
    link: links.link.use(signedIn).handler(async ({ context, input }) => {
      const { userId } = context.person;
      const { exchange, name } = input;
      // Before anything is opened: no key of an exchange that we do not trade at is taken.
      if (isComing(exchange)) throw refuse('exchange_coming');
      await requireMayLink(needs, context);
      const params = { exchange, name, ...paramsOfKey(input) };
      const stepUp = stepUpFor(needs, context, { input, action: 'link_key', params });
      const linked = await linkExchange(needs, {
        userId,
        exchange,
        name,
        key: keyOf(needs, { userId, input, stepUp }),
      });
      if (!linked.ok) throw refuse(linked.error);
      return view(needs, linked.value);
    }),
    replaceKey: links.replaceKey.use(signedIn).handler(async ({ context, input }) => {
      const { userId } = context.person;
      await requireMayLink(needs, context);
      const { linkId } = input;
      const params = { linkId, ...paramsOfKey(input) };
      const stepUp = stepUpFor(needs, context, { input, action: 'replace_key', params });
      const replaced = await replaceKey(needs, {
        userId,
        linkId,
        key: keyOf(needs, { userId, input, stepUp }),
      });
      if (!replaced.ok) throw refuse(replaced.error);
      return view(needs, replaced.value);
    }),
    release: links.release.use(signedIn).handler(async ({ context, input }) => {
      const { linkId } = input;
      const stepUp = stepUpFor(needs, context, { input, action: 'release_link', params: { linkId } });
      const released = await releaseLink(needs, { userId: context.person.userId, linkId, stepUp });
      if (!released.ok) throw refuse(released.error);
      return view(needs, released.value);
    }),
    unlink: links.unlink.use(signedIn).handler(async ({ context, input }) => {
      const { linkId } = input;
      const stepUp = stepUpFor(needs, context, { input, action: 'unlink_key', params: { linkId } });
      const gone = await unlinkExchange(needs, { userId: context.person.userId, linkId, stepUp });
      if (!gone.ok) throw refuse(gone.error);
      return gone.value;
    }),
  };
}

/** Those that a session alone may do. */
function changingProcedures(needs: LinkProcedureNeeds) {
  const { links } = api;
  return {
    rename: links.rename.use(signedIn).handler(async ({ context, input }) => {
      const { linkId, name } = input;
      const renamed = await renameLink(needs, { userId: context.person.userId, linkId, name });
      if (!renamed.ok) throw refuse(renamed.error);
      return view(needs, renamed.value);
    }),
    stateExpiry: links.stateExpiry.use(signedIn).handler(async ({ context, input }) => {
      const { userId } = context.person;
      const expiresAtMs = expiryOf(input.expiresAt);
      const stated = await stateExpiry(needs, { userId, linkId: input.linkId, expiresAtMs });
      if (!stated.ok) throw refuse(stated.error);
      return view(needs, stated.value);
    }),
    pause: links.pause.use(signedIn).handler(async ({ context, input }) => {
      const paused = await pauseLink(needs, { userId: context.person.userId, linkId: input.linkId });
      if (!paused.ok) throw refuse(paused.error);
      return view(needs, paused.value);
    }),
    resume: links.resume.use(signedIn).handler(async ({ context, input }) => {
      const resumed = await resumeLink(needs, { userId: context.person.userId, linkId: input.linkId });
      if (!resumed.ok) throw refuse(resumed.error);
      return view(needs, resumed.value);
    }),
  };
}

interface KeyInput {
  readonly sealed: SealedCredentialInput;
  readonly isAttested: boolean;
  readonly checkId?: string | undefined;
  readonly expiresAt?: string | null | undefined;
}

/** Whoever holds the session alone must not be able to add a way to spend. */
async function requireMayLink(needs: LinkProcedureNeeds, { person }: HeldSession): Promise<void> {
  if (!person.hasSecondFactor) throw refuse('second_factor_missing');
  if (await isLinkingHeld(needs, person.userId)) throw refuse('linking_held');
}

/** What a proof is bound to: this very sealed key, and whether it was confirmed. */
function paramsOfKey({ sealed, isAttested }: KeyInput): Readonly<Record<string, string>> {
  const key = createHash('sha256').update(sealed.ciphertext).digest('hex');
  return { key, confirmed: isAttested ? 'yes' : 'no' };
}

function keyOf(
  needs: LinkProcedureNeeds,
  of: { readonly userId: string; readonly input: KeyInput; readonly stepUp: StepUp },
) {
  const { userId, stepUp } = of;
  const { sealed, isAttested, checkId = randomUUID() } = of.input;
  const expiresAtMs = expiryOf(of.input.expiresAt);
  if (expiresAtMs !== null && !isExpiryToCome(expiresAtMs, needs.wall.nowMs()))
    throw refuse('expiry_malformed');
  return { sealed, isAttested, stepUp, expiresAtMs, steps: needs.checks.begin({ userId, checkId }) };
}

function expiryOf(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Date.parse(text);
}

function stepUpFor(
  needs: LinkProcedureNeeds,
  session: HeldSession,
  asked: StepUpSubject & { readonly input: { readonly stepUpCode: string } },
): StepUp {
  const { action, params, input } = asked;
  return stepUpOfCall(needs, session, { subject: { action, params }, proof: input.stepUpCode });
}

function view(needs: LinkProcedureNeeds, link: typeof linkTable.$inferSelect) {
  return linkView(link, needs.wall.nowMs());
}
