// Tables of what people are told without asking, of what of it is still to be sent out, and of what each wants sent.

import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { noticeCodes, noticeGroups } from '../../api-contract/notice-contract.ts';
import { users } from './account-schema.ts';

export const notices = pgTable(
  'notices',
  {
    /** Rises with every row; its text is the `noticeId` of the API. */
    seq: bigint('seq', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    userId: text('user_id')
      .notNull()
      .references(() => users.userId),
    /** Epoch ms, by the clock of what it tells. */
    at: bigint('at', { mode: 'number' }).notNull(),
    code: text('code', { enum: noticeCodes }).notNull(),
    noticeGroup: text('notice_group', { enum: noticeGroups }).notNull(),
    details: jsonb('details').$type<Readonly<Record<string, string>>>().notNull(),
    planId: text('plan_id'),
    orderId: text('order_id'),
    linkId: text('link_id'),
    isRead: boolean('is_read').notNull().default(false),
  },
  (table) => [index('notices_of_user').on(table.userId, table.seq)],
);

/** Notices that are still to go out. A row is removed when its notice was taken, or when trying was given up. */
export const noticeOutbox = pgTable(
  'notice_outbox',
  {
    seq: bigint('seq', { mode: 'number' })
      .primaryKey()
      .references(() => notices.seq),
    /** By the database's clock, since some notices are timed by the market's. */
    writtenAt: bigint('written_at', { mode: 'number' })
      .notNull()
      .default(sql`(extract(epoch from clock_timestamp()) * 1000)::bigint`),
    /** When to try next; 0 is at once. */
    dueAt: bigint('due_at', { mode: 'number' }).notNull().default(0),
    tries: integer('tries').notNull().default(0),
  },
  (table) => [index('notice_outbox_by_due').on(table.dueAt)],
);

/** What a person turned off; who has no row has everything on. */
export const noticeSettings = pgTable('notice_settings', {
  userId: text('user_id')
    .primaryKey()
    .references(() => users.userId),
  security: boolean('security').notNull(),
  exchange: boolean('exchange').notNull(),
  plan: boolean('plan').notNull(),
});
