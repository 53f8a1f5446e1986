// Tables of passkeys: public keys alone, and the questions that authenticators are asked, each good for one answer.

import { bigint, boolean, index, pgTable, text } from 'drizzle-orm/pg-core';
import { users } from './account-schema.ts';

/** Times are epoch milliseconds of the wall clock. */
const time = (name: string) => bigint(name, { mode: 'number' });

export const passkeys = pgTable(
  'passkeys',
  {
    /** As the authenticator names it, base64url. */
    credentialId: text('credential_id').primaryKey(),
    /** Names the passkey in lists and in the trail; opens nothing. */
    passkeyId: text('passkey_id').notNull().unique(),
    userId: text('user_id')
      .notNull()
      .references(() => users.userId),
    /** COSE form, base64url. */
    publicKey: text('public_key').notNull(),
    /** The highest count of uses that the authenticator has told; 0 for one that does not count. */
    counter: bigint('counter', { mode: 'number' }).notNull(),
    name: text('name').notNull(),
    /** Whether a provider keeps a copy of it for the person's other devices. */
    isSynced: boolean('is_synced').notNull(),
    createdAt: time('created_at').notNull(),
    lastUsedAt: time('last_used_at'),
    /** When the count ran backwards, which a copied authenticator does; from then on it opens nothing. */
    suspectAt: time('suspect_at'),
  },
  (table) => [index('passkeys_of_user').on(table.userId)],
);

export const passkeyChallenges = pgTable('passkey_challenges', {
  /** SHA-256 of the challenge, hexadecimal. */
  challengeHash: text('challenge_hash').primaryKey(),
  purpose: text('purpose', { enum: ['register', 'sign_in', 'step_up'] }).notNull(),
  /** The session, or before there is one the browser, that asked. */
  boundTo: text('bound_to').notNull(),
  /** The name that the new passkey is to have. */
  name: text('name').notNull(),
  expiresAt: time('expires_at').notNull(),
});

/** An answer of a passkey, turned into a code that stands in for one of the authenticator app once. */
export const passkeyProofs = pgTable('passkey_proofs', {
  /** SHA-256 of the code, hexadecimal. */
  proofHash: text('proof_hash').primaryKey(),
  sessionId: text('session_id').notNull(),
  userId: text('user_id').notNull(),
  expiresAt: time('expires_at').notNull(),
});
