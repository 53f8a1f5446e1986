// Writes the notice of an activity line, and that it is to go out, in the transaction of what both tell.

import type { ActivityLine } from '../activity/record-activity.ts';
import type { Db } from '../store/database.ts';
import { noticeOutbox, notices } from '../store/schema/notice-schema.ts';
import { goesOutOf } from './goes-out.ts';
import { toldOf } from './notice-group.ts';

/**
 * Adds the notice of `line`, if it is one that is told. Without the cause there is no notice, and without the notice
 * nothing goes out: all three are one transaction.
 */
export async function recordNotice(tx: Db, line: ActivityLine): Promise<void> {
  const told = toldOf(line);
  if (told === null) return;
  const [written] = await tx
    .insert(notices)
    .values({
      userId: line.userId,
      at: line.atMs,
      code: told.code,
      noticeGroup: told.group,
      details: line.details ?? {},
      planId: line.planId ?? null,
      orderId: line.orderId ?? null,
      linkId: line.linkId ?? null,
    })
    .returning({ seq: notices.seq });
  if (written === undefined) return;
  // That something was turned off is told outside too: whoever did it must not be able to do it unseen.
  const isAlways = told.code === 'notices_changed';
  if (isAlways || (await goesOutOf(tx, line.userId))[told.group]) {
    await tx.insert(noticeOutbox).values({ seq: written.seq });
  }
}
