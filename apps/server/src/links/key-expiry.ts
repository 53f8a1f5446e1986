// When a key ends by itself: who said so, telling the person in time, and pausing its plans when it has ended.

import { type ExpiryStage, expiryStage } from '@mandato/invest-core/link/key-expiry';
import { mayPlaceOrders } from '@mandato/invest-core/link/link-status';
import { err, ok, type Result } from '@mandato/primitives/result';
import type { AuditFindings } from '@mandato/signer/client/signer-protocol';
import { and, asc, eq, lte } from 'drizzle-orm';
import { recordActivity } from '../activity/record-activity.ts';
import { pausePlansOfLink, resumePlansOfLink } from '../plans/halt-plans.ts';
import type { Db } from '../store/database.ts';
import { links } from '../store/schema/link-schema.ts';
import type { LinkNeeds } from './link-exchange.ts';
import { standingOf } from './standing-of.ts';

type LinkRow = typeof links.$inferSelect;
type ExpiryColumns = Pick<LinkRow, 'expiresAt' | 'expirySaidBy' | 'expiryTold'>;
type ExpiryNeeds = Pick<LinkNeeds, 'db' | 'wall' | 'market'>;

const dayMs = 24 * 3_600_000;
/** Further ahead than any exchange gives a key; beyond it somebody mistyped. */
const aheadMsMax = 10 * 366 * dayMs;
const soonMs = 14 * dayMs;

/** Whether a stated end can be one: still to come, and not absurdly far. */
export function isExpiryToCome(expiresAtMs: number, nowMs: number): boolean {
  return expiresAtMs > nowMs && expiresAtMs <= nowMs + aheadMsMax;
}

/** The columns of a key that was just checked: what its exchange reports, else what the person states. */
export function expiryColumns(
  said: { readonly reportedMs: number | null; readonly statedMs: number | null },
  nowMs: number,
): ExpiryColumns {
  const expiresAt = said.reportedMs ?? said.statedMs;
  if (expiresAt === null) return { expiresAt: null, expirySaidBy: null, expiryTold: null };
  const expirySaidBy = said.reportedMs === null ? 'person' : 'exchange';
  // Whoever states or sees it now need not be told the same moment.
  return { expiresAt, expirySaidBy, expiryTold: expiryStage(expiresAt, nowMs) };
}

/** What an audit says of it; nothing changes where the exchange reports nothing, or the same. */
export function reportedExpiry(link: LinkRow, findings: AuditFindings | null): ExpiryColumns {
  const { expiresAt, expirySaidBy, expiryTold } = link;
  const reportedMs = findings?.expiresAtMs ?? null;
  if (reportedMs === null) return { expiresAt, expirySaidBy, expiryTold };
  const isNews = reportedMs !== expiresAt;
  return { expiresAt: reportedMs, expirySaidBy: 'exchange', expiryTold: isNews ? null : expiryTold };
}

/** Writes down what the person says; `null` is that it does not end. Plans that waited for this alone go on. */
export function stateExpiry(
  needs: ExpiryNeeds,
  of: { readonly userId: string; readonly linkId: string; readonly expiresAtMs: number | null },
): Promise<Result<LinkRow, 'link_unknown' | 'expiry_malformed' | 'expiry_reported'>> {
  const { userId, linkId, expiresAtMs } = of;
  const nowMs = needs.wall.nowMs();
  return needs.db.transaction(async (tx) => {
    const link = await lockLink(tx, linkId);
    if (link?.userId !== userId) return err('link_unknown');
    if (link.expirySaidBy === 'exchange') return err('expiry_reported');
    if (expiresAtMs !== null && !isExpiryToCome(expiresAtMs, nowMs)) return err('expiry_malformed');
    if (expiresAtMs === link.expiresAt) return ok(link);
    const next = { ...link, ...expiryColumns({ reportedMs: null, statedMs: expiresAtMs }, nowMs) };
    await tx.update(links).set(next).where(eq(links.linkId, linkId));
    const details = { ...nameOf(link), expiresAt: expiresAtMs === null ? 'never' : isoOf(expiresAtMs) };
    await recordActivity(tx, { userId, atMs: nowMs, code: 'link_expiry_stated', details, linkId });
    const wasOver = link.expiresAt !== null && link.expiresAt <= nowMs;
    if (wasOver && mayPlaceOrders(standingOf(next, nowMs))) {
      await resumePlansOfLink(tx, { linkId, atMs: needs.market.nowMs() });
    }
    return ok(next);
  });
}

/** Tells what is due to be told of every key that ends soon or has ended; the plans of one that has ended pause. */
export async function tellExpiries(needs: ExpiryNeeds): Promise<void> {
  const nowMs = needs.wall.nowMs();
  const ending = await needs.db
    .select()
    .from(links)
    .where(and(lte(links.expiresAt, nowMs + soonMs)))
    .orderBy(asc(links.linkId));
  for (const { linkId, expiresAt, expiryTold } of ending) {
    // Mostly nothing is new, and a look costs less than a lock.
    if (newStage({ expiresAt, expiryTold }, nowMs) === null) continue;
    await needs.db.transaction((tx) => tellExpiry(tx, needs, { linkId, nowMs }));
  }
}

async function tellExpiry(
  tx: Db,
  needs: ExpiryNeeds,
  { linkId, nowMs }: { readonly linkId: string; readonly nowMs: number },
): Promise<void> {
  const link = await lockLink(tx, linkId);
  const stage = link === null ? null : newStage(link, nowMs);
  if (link === null || link.expiresAt === null || stage === null) return;
  await tx.update(links).set({ expiryTold: stage }).where(eq(links.linkId, linkId));
  if (stage === 0) await pausePlansOfLink(tx, { linkId, atMs: needs.market.nowMs() }, 'link_not_usable');
  const days = Math.max(0, Math.ceil((link.expiresAt - nowMs) / dayMs));
  await recordActivity(tx, {
    userId: link.userId,
    atMs: nowMs,
    code: stage === 0 ? 'link_expired' : 'link_expires_soon',
    details: { ...nameOf(link), expiresAt: isoOf(link.expiresAt), days: `${days}` },
    linkId,
  });
}

/** The stage that is to be told now; null when it was told, or when there is none. */
function newStage(
  { expiresAt, expiryTold }: Pick<LinkRow, 'expiresAt' | 'expiryTold'>,
  nowMs: number,
): ExpiryStage | null {
  const stage = expiresAt === null ? null : expiryStage(expiresAt, nowMs);
  return stage !== null && (expiryTold === null || stage < expiryTold) ? stage : null;
}

async function lockLink(tx: Db, linkId: string): Promise<LinkRow | null> {
  const [link] = await tx.select().from(links).where(eq(links.linkId, linkId)).for('update');
  return link ?? null;
}

function nameOf({ name, exchange, keyHint }: LinkRow) {
  return { name, exchange, keyHint };
}

function isoOf(atMs: number): string {
  return new Date(atMs).toISOString();
}
