// Which notices of a person are also sent out: everything, until they turn something off.

import { eq } from 'drizzle-orm';
import type { NoticeGroup } from '../api-contract/notice-contract.ts';
import type { Db } from '../store/database.ts';
import { noticeSettings } from '../store/schema/notice-schema.ts';

export type GoesOut = Readonly<Record<NoticeGroup, boolean>>;

/** What goes out for this person. */
export async function goesOutOf(tx: Db, userId: string): Promise<GoesOut> {
  const [row] = await tx.select().from(noticeSettings).where(eq(noticeSettings.userId, userId));
  const { security, exchange, plan } = row ?? { security: true, exchange: true, plan: true };
  return { security, exchange, plan };
}
