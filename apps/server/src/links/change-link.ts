// What a person changes about a link without touching its key: its name, and whether it pauses.

import { err, ok, type Result } from '@mandato/primitives/result';
import { and, eq } from 'drizzle-orm';
import { recordActivity } from '../activity/record-activity.ts';
import { pausePlansOfLink, resumePlansOfLink } from '../plans/halt-plans.ts';
import type { Db } from '../store/database.ts';
import { links } from '../store/schema/link-schema.ts';
import type { LinkNeeds } from './link-exchange.ts';

type LinkRow = typeof links.$inferSelect;

/** Whose link to change. */
export interface LinkRef {
  readonly userId: string;
  readonly linkId: string;
}

export function renameLink(
  needs: Pick<LinkNeeds, 'db' | 'wall'>,
  of: LinkRef & { readonly name: string },
): Promise<Result<LinkRow, 'link_unknown' | 'link_name_malformed'>> {
  const { name } = of;
  return needs.db.transaction(async (tx) => {
    const link = await lockLink(tx, of);
    if (link === null) return err('link_unknown');
    if (name === '' || /\p{Cc}/u.test(name)) return err('link_name_malformed');
    if (name === link.name) return ok(link);
    const details = { exchange: link.exchange, name, before: link.name };
    return ok(await change(tx, needs, { link: { ...link, name }, code: 'link_renamed', details }));
  });
}

/** Keeps new orders back and pauses the plans that buy; pausing twice is pausing once. */
export function pauseLink(
  needs: Pick<LinkNeeds, 'db' | 'wall' | 'market'>,
  ref: LinkRef,
): Promise<Result<LinkRow, 'link_unknown'>> {
  return needs.db.transaction(async (tx) => {
    const link = await lockLink(tx, ref);
    if (link === null) return err('link_unknown');
    if (link.pausedAt !== null) return ok(link);
    const { linkId, exchange, name } = link;
    const count = await pausePlansOfLink(tx, { linkId, atMs: needs.market.nowMs() }, 'link_paused');
    const paused = { ...link, pausedAt: needs.wall.nowMs() };
    const details = { exchange, name, plans: `${count}` };
    return ok(await change(tx, needs, { link: paused, code: 'link_paused', details }));
  });
}

/** Goes on, with the plans that the pause had paused. A freeze is not ended by this. */
export function resumeLink(
  needs: Pick<LinkNeeds, 'db' | 'wall' | 'market'>,
  ref: LinkRef,
): Promise<Result<LinkRow, 'link_unknown'>> {
  return needs.db.transaction(async (tx) => {
    const link = await lockLink(tx, ref);
    if (link === null) return err('link_unknown');
    if (link.pausedAt === null) return ok(link);
    const { linkId, exchange, name } = link;
    // While it is frozen its plans stay where they are; they go on when the freeze ends.
    const atMs = needs.market.nowMs();
    const count = link.frozenAt === null ? await resumePlansOfLink(tx, { linkId, atMs }) : 0;
    const details = { exchange, name, plans: `${count}` };
    return ok(await change(tx, needs, { link: { ...link, pausedAt: null }, code: 'link_resumed', details }));
  });
}

async function lockLink(tx: Db, { linkId, userId }: LinkRef): Promise<LinkRow | null> {
  const [link] = await tx
    .select()
    .from(links)
    .where(and(eq(links.linkId, linkId), eq(links.userId, userId)))
    .for('update');
  return link ?? null;
}

async function change(
  tx: Db,
  needs: Pick<LinkNeeds, 'wall'>,
  to: {
    readonly link: LinkRow;
    readonly code: 'link_renamed' | 'link_paused' | 'link_resumed';
    readonly details: Readonly<Record<string, string>>;
  },
): Promise<LinkRow> {
  const { link, code, details } = to;
  const { linkId, userId, name, pausedAt } = link;
  await tx.update(links).set({ name, pausedAt }).where(eq(links.linkId, linkId));
  await recordActivity(tx, { userId, atMs: needs.wall.nowMs(), code, details, linkId });
  return link;
}
