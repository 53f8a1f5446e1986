// Tables of people, their sessions and their second factor. No password, token or code is ever stored readable.

import { bigint, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

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
  /** After the second factor was turned off nothing is linked until then. */
  linkingHeldUntil: time('linking_held_until'),
});

export const sessions = pgTable(
  'sessions',
  {
    /** SHA-256 of the cookie's token, hexadecimal: a copy of this table opens no session. */
    tokenHash: text('token_hash').primaryKey(),
    /** Names the session in lists and in the trail; opens nothing. */
    sessionId: text('session_id').notNull().unique(),
    userId: text('user_id')
      .notNull()
      .references(() => users.userId),
    stage: text('stage', { enum: ['second_factor_needed', 'signed_in'] }).notNull(),
    startedAt: time('started_at').notNull(),
    lastSeenAt: time('last_seen_at').notNull(),
    /** The socket address and the browser's own description, as they were when it began. */
    address: text('address').notNull(),
    userAgent: text('user_agent').notNull(),
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

/** Browsers that have signed in to an account before, by the hash of a cookie of theirs. */
export const knownDevices = pgTable(
  'known_devices',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.userId),
    deviceHash: text('device_hash').notNull(),
    firstSeenAt: time('first_seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.deviceHash] })],
);

/** Codes that stand in for the authenticator app, each once; a new set replaces the old one. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    /** SHA-256 of 120 random bits, hexadecimal, bound to the user id. */
    codeHash: text('code_hash').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.userId),
    createdAt: time('created_at').notNull(),
    usedAt: time('used_at'),
  },
  (table) => [index('recovery_codes_of_user').on(table.userId)],
);

/** Links by which a person sets a new password, one at a time. */
export const passwordResets = pgTable('password_resets', {
  /** SHA-256 of the link's 256 random bits, hexadecimal. */
  tokenHash: text('token_hash').primaryKey(),
  userId: text('user_id')
    .notNull()
    .unique()
    .references(() => users.userId),
  expiresAt: time('expires_at').notNull(),
});

/** One permission to do one thing once, given to a session for a proof just shown. */
export const stepUpGrants = pgTable(
  'step_up_grants',
  {
    grantId: text('grant_id').primaryKey(),
    sessionId: text('session_id').notNull(),
    action: text('action').notNull(),
    /** SHA-256 of the canonical parameters, hexadecimal. */
    paramsHash: text('params_hash').notNull(),
    expiresAt: time('expires_at').notNull(),
    usedAt: time('used_at'),
  },
  (table) => [index('step_up_grants_of_session').on(table.sessionId, table.action)],
);
