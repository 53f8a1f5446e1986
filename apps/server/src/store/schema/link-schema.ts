// Tables of linked exchange accounts: what is known about a key, never the key's secret.

import { bigint, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { users } from './account-schema.ts';

/** What the newest audit came to; how a link stands is told from this and from the columns of what was done about it. */
export const auditStatuses = [
  'active',
  'invalid',
  'expired',
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
    status: text('status', { enum: auditStatuses }).notNull(),
    verdict: text('verdict', { enum: ['SAFE', 'PROBED', 'ATTESTED', 'INSUFFICIENT', 'UNSAFE'] }).notNull(),
    /** The probes of the newest audit, as the auditor saw them; `probesSchema` reads them. */
    probes: jsonb('probes').notNull(),
    linkedAt: bigint('linked_at', { mode: 'number' }).notNull(),
    auditedAt: bigint('audited_at', { mode: 'number' }).notNull(),
    /** Keyed fingerprint of the exchange's account, by which a replacement must belong to the same one. */
    account: text('account'),
    /** When the person ticked that the exchange's list of the key shows nothing more. */
    attestedAt: bigint('attested_at', { mode: 'number' }),
    /** Since when a worse check keeps every order back; ended only by the person, or by another key. */
    frozenAt: bigint('frozen_at', { mode: 'number' }),
    /** Since when the person has paused the link. */
    pausedAt: bigint('paused_at', { mode: 'number' }),
    /** When the key ends by itself; null where nobody said so. */
    expiresAt: bigint('expires_at', { mode: 'number' }),
    /** Who said so; what an exchange reports stands above what a person stated. */
    expirySaidBy: text('expiry_said_by', { enum: ['exchange', 'person'] }),
    /** The last of the days before it that was told (14, 7, 1, or 0 when it ended); null when none was. */
    expiryTold: integer('expiry_told'),
  },
  (table) => [
    index('links_of_user').on(table.userId),
    unique('links_one_per_key').on(table.exchange, table.fingerprint),
  ],
);
