// Tables of people, their sessions and their second factor. No password, token or code is ever stored readable.

import { bigint, index, integer, pgTable, text } from 'drizzle-orm/pg-core';

/** Times are epoch milliseconds of the wall clock. */
const time = (name: string) => bigint(name, { mode: 'number' });

export const users = pgTable('users', {
  userId: text('user_id').primaryKey(),
  name: text('name').notNull(),
  /** As the person wrote it; `emailKey` is what makes it unique. */
  email: text('email').notNull(),
  emailKey: text('email_key').notNull().unique(),
  /** Argon2id in PHC form. */
  passwordHash: text('password_hash').notNull(),
  language: text('language', { enum: ['en', 'es'] }),
  createdAt: time('created_at').notNull(),
});

export const sessions = pgTable(
  'sessions',
  {
    /** SHA-256 of the cookie's token, hexadecimal: a copy of this table opens no session. */
    tokenHash: text('token_hash').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.userId),
    stage: text('stage', { enum: ['second_factor_needed', 'signed_in'] }).notNull(),
    startedAt: time('started_at').notNull(),
    lastSeenAt: time('last_seen_at').notNull(),
  },
  (table) => [index('sessions_of_user').on(table.userId)],
);

export const secondFactors = pgTable('second_factors', {
  userId: text('user_id')
    .primaryKey()
    .references(() => users.userId),
  /** AES-256-GCM under the server's key, bound to the user id; base64. */
  sealedSecret: text('sealed_secret').notNull(),
  state: text('state', { enum: ['pending', 'on'] }).notNull(),
  /** The newest 30-second step of which a code was accepted; only a later step is ever accepted again. */
  lastUsedStep: bigint('last_used_step', { mode: 'number' }).notNull(),
  createdAt: time('created_at').notNull(),
});

/** Failed tries by account and by address, so that guessing slows down. */
export const tryCounters = pgTable('try_counters', {
  /** What is being counted, hashed: kind and e-mail, user id or socket address. */
  counterKey: text('counter_key').primaryKey(),
  failures: integer('failures').notNull(),
  lastFailureAt: time('last_failure_at').notNull(),
});
