// Which notices of a person are also sent out: everything, until they turn something off.

import { eq } from 'drizzle-orm';
import type { NoticeGroup } from '../api-contract/notice-contract.ts';
import type { Db } from '../store/database.ts';
import { noticeSettings } from '../store/schema/notice-schema.ts';

export type GoesOut = Readonly<Record<NoticeGroup, boolean>>;

/** What goes out for this person. */
export async function goesOutOf(tx: Db, userId: string): Promise<GoesOut> {
  const [row] = await tx.select().from(noticeSettings).where(eq(noticeSettings.userId, userId));
  return row === undefined ? everything : groupsOf(row);
}

/** The same, and nobody else changes it before this transaction has ended. */
export async function lockGoesOut(tx: Db, userId: string): Promise<GoesOut> {
  const [row] = await tx.select().from(noticeSettings).where(eq(noticeSettings.userId, userId)).for('update');
  return row === undefined ? everything : groupsOf(row);
}

const everything: GoesOut = { security: true, exchange: true, plan: true };

function groupsOf({ security, exchange, plan }: GoesOut): GoesOut {
  return { security, exchange, plan };
}
