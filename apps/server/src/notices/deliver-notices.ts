// Sends notices out to where the installation says, at least once each, and gives up on none before three days.

import type { Clock } from '@mandato/primitives/ports';
import { and, asc, eq, lte } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import { users } from '../store/schema/account-schema.ts';
import { noticeOutbox, notices } from '../store/schema/notice-schema.ts';
import { type NoticeMessage, noticeMessage } from './notice-message.ts';

/** Hands one message over; true when the other side said that it took it. */
export type SendNotice = (message: NoticeMessage) => Promise<boolean>;

export interface DeliveryNeeds {
  readonly db: Db;
  readonly wall: Clock;
  readonly log: { warn(details: object, message: string): void };
  /** Null where nothing is sent: then what waited longer than the days for trying is dropped. */
  readonly send: SendNotice | null;
}

export interface Delivering {
  stop(): Promise<void>;
}

const tickMs = 2_000;
const batchMax = 20;
const pauseMsMin = 30_000;
const pauseMsMax = 3_600_000;
/** Older news is only in the list of notices. */
export const tryForMs = 3 * 24 * 3_600_000;

/** Looks for waiting notices every two seconds, until it is stopped. */
export function keepDelivering(needs: DeliveryNeeds): Delivering {
  let isStopped = false;
  let working: Promise<void> = Promise.resolve();
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy || isStopped) return;
    isBusy = true;
    working = deliverDue(needs)
      .catch((error: unknown) => needs.log.warn({ cause: String(error) }, 'sending notices out broke off'))
      .finally(() => {
        isBusy = false;
      });
  }, tickMs);
  return {
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await working;
    },
  };
}

/**
 * Tries what is due, oldest first. The next try is written down before the present one begins and the row is removed
 * only after it was taken: a crash in between sends a notice a second time, under the same id, and loses none.
 */
export async function deliverDue(needs: DeliveryNeeds): Promise<void> {
  const { db, wall, log, send } = needs;
  const due = await db
    .select({ notice: notices, outbox: noticeOutbox, email: users.email, language: users.language })
    .from(noticeOutbox)
    .innerJoin(notices, eq(notices.seq, noticeOutbox.seq))
    .innerJoin(users, eq(users.userId, notices.userId))
    .where(lte(noticeOutbox.dueAt, wall.nowMs()))
    .orderBy(asc(noticeOutbox.seq))
    .limit(batchMax);
  for (const { notice, outbox, email, language } of due) {
    const { seq, tries } = outbox;
    const nowMs = wall.nowMs();
    const isTooOld = nowMs - outbox.writtenAt > tryForMs;
    const message = noticeMessage({ notice, email, language: language ?? 'en' });
    if (isTooOld || message === null) {
      if (send !== null) log.warn({ notice: seq, tries }, 'gave up sending a notice; it stays in the list');
      await db.delete(noticeOutbox).where(eq(noticeOutbox.seq, seq));
      continue;
    }
    const dueAt = nowMs + pauseMs(tries);
    const claimed = await db
      .update(noticeOutbox)
      .set({ tries: tries + 1, dueAt })
      .where(and(eq(noticeOutbox.seq, seq), eq(noticeOutbox.tries, tries)))
      .returning({ seq: noticeOutbox.seq });
    if (claimed.length === 0 || send === null) continue;
    if (await send(message)) await db.delete(noticeOutbox).where(eq(noticeOutbox.seq, seq));
    else log.warn({ notice: seq, tries: tries + 1 }, 'a notice was not taken; it is tried again');
  }
}

function pauseMs(tries: number): number {
  return Math.min(pauseMsMax, pauseMsMin * 2 ** Math.min(tries, 10));
}
