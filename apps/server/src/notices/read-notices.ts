// A person's own notices: a page of them, how many are unread, and marking them as read.

import { and, count, desc, eq, lt, lte } from 'drizzle-orm';
import type { NoticeView } from '../api-contract/notice-contract.ts';
import type { Db } from '../store/database.ts';
import { notices } from '../store/schema/notice-schema.ts';

/** Newest first, those before `beforeSeq`. */
export async function noticesOf(
  db: Db,
  of: { readonly userId: string; readonly beforeSeq: number | null; readonly limit: number },
): Promise<NoticeView[]> {
  const { userId, beforeSeq, limit } = of;
  const rows = await db
    .select()
    .from(notices)
    .where(and(eq(notices.userId, userId), beforeSeq === null ? undefined : lt(notices.seq, beforeSeq)))
    .orderBy(desc(notices.seq))
    .limit(limit);
  return rows.map(({ seq, at, code, noticeGroup, details, planId, orderId, linkId, isRead }) => ({
    noticeId: seq.toString(),
    at: new Date(at).toISOString(),
    code,
    group: noticeGroup,
    details,
    planId,
    orderId,
    linkId,
    isRead,
  }));
}

export async function unreadCount(db: Db, userId: string): Promise<number> {
  const [row] = await db
    .select({ unread: count() })
    .from(notices)
    .where(and(eq(notices.userId, userId), eq(notices.isRead, false)));
  return row?.unread ?? 0;
}

/** Marks that one and all older ones. */
export async function markRead(
  db: Db,
  of: { readonly userId: string; readonly upToSeq: number },
): Promise<void> {
  await db
    .update(notices)
    .set({ isRead: true })
    .where(and(eq(notices.userId, of.userId), lte(notices.seq, of.upToSeq), eq(notices.isRead, false)));
}
