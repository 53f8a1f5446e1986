// The table of what was done and what was not done and why; rows are added and never changed.

import { bigint, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { activityCodes } from '../../api-contract/activity-contract.ts';
import { users } from './account-schema.ts';

export const activities = pgTable(
  'activities',
  {
    /** Rises with every row; its text is the `activityId` of the API. */
    seq: bigint('seq', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    userId: text('user_id')
      .notNull()
      .references(() => users.userId),
    at: bigint('at', { mode: 'number' }).notNull(),
    code: text('code', { enum: activityCodes }).notNull(),
    details: jsonb('details').$type<Readonly<Record<string, string>>>().notNull(),
    planId: text('plan_id'),
    orderId: text('order_id'),
    linkId: text('link_id'),
  },
  (table) => [index('activities_of_user').on(table.userId, table.seq)],
);
