// Tables of linked exchange accounts: what is known about a key, never the key's secret.

import { bigint, index, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { users } from './account-schema.ts';

export const linkStatuses = [
  'active',
  'invalid',
  'permissions_missing',
  'withdrawal_enabled',
  'address_not_allowed',
  'unreachable',
] as const;

export const links = pgTable(
  'links',
  {
    linkId: text('link_id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.userId),
    exchange: text('exchange', { enum: ['bitso', 'practice'] }).notNull(),
    name: text('name').notNull(),
    /** The signer's name for the stored key pair. */
    credentialId: text('credential_id').notNull().unique(),
    keyHint: text('key_hint').notNull(),
    fingerprint: text('fingerprint').notNull(),
    status: text('status', { enum: linkStatuses }).notNull(),
    verdict: text('verdict', { enum: ['PROBED', 'INSUFFICIENT', 'UNSAFE'] }).notNull(),
    /** The probes of the newest audit, as the auditor saw them; `probesSchema` reads them. */
    probes: jsonb('probes').notNull(),
    linkedAt: bigint('linked_at', { mode: 'number' }).notNull(),
    auditedAt: bigint('audited_at', { mode: 'number' }).notNull(),
  },
  (table) => [
    index('links_of_user').on(table.userId),
    unique('links_one_per_key').on(table.exchange, table.fingerprint),
  ],
);
