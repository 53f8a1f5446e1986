// The tables of the audit trail: entries chained by a keyed hash, and the head that the next entry is chained to.

import { bigint, index, pgTable, text } from 'drizzle-orm/pg-core';

/** Rows are added and never changed; a trigger refuses everything else. Every column is covered by `hash`. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    /** 1, 2, 3 and so on without a gap. */
    seq: bigint('seq', { mode: 'number' }).primaryKey(),
    /** Epoch milliseconds of the wall clock, when the entry was chained. */
    at: bigint('at', { mode: 'number' }).notNull(),
    /** Whom it concerns; null when no account was found. */
    userId: text('user_id'),
    /** The session that acted; null when Mandato acted by itself. */
    sessionId: text('session_id'),
    /** The socket address that acted. */
    address: text('address'),
    what: text('what').notNull(),
    /** Canonical JSON of plain texts; never a secret. */
    details: text('details').notNull(),
    prevHash: text('prev_hash').notNull(),
    /** HMAC-SHA-256 over `prevHash` and all the other columns, under a key that the database never sees. */
    hash: text('hash').notNull(),
  },
  (entry) => [index('audit_entries_of_user').on(entry.userId, entry.seq)],
);

/** One row: locking it puts appends of all processes in a row. */
export const auditHead = pgTable('audit_head', {
  /** Always `head`. */
  scope: text('scope').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
});
