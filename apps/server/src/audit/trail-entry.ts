// What one entry of the audit trail says, and how it is chained to the one before it.

import type { Clock } from '@mandato/primitives/ports';
import type { ActivityCode } from '../activity/record-activity.ts';
import type { auditEntries } from '../store/schema/audit-schema.ts';
import { canonicalJson } from './canonical-json.ts';

/** Things that are in the trail but not in the activity list. */
export type TrailOnly =
  | 'sign_in_failed'
  | 'code_refused'
  | 'signed_out'
  | 'reset_link_made'
  | 'order_signature_asked'
  | 'order_answered'
  | 'step_up_granted'
  | 'step_up_refused'
  | 'signer_unlocked'
  | 'signer_unlock_refused';

/** An entry before it is chained. `details` are plain texts, never a secret. */
export interface TrailLine {
  /** Null when no account was found. */
  readonly userId: string | null;
  readonly what: ActivityCode | TrailOnly;
  readonly details: Readonly<Record<string, string>>;
}

/** An entry as it is stored. */
export type TrailEntry = typeof auditEntries.$inferSelect;

/** HMAC-SHA-256, hexadecimal, under the trail's key. */
export type TrailMac = (text: string) => string;

/** What chaining needs: the key, and the time that entries are stamped with. */
export interface TrailKeeper {
  readonly mac: TrailMac;
  readonly wall: Clock;
}

/** What the first entry is chained to. */
export const genesisHash = '0'.repeat(64);

/** The hash that belongs to `entry`; it covers the hash before it and every other column. */
export function hashOfEntry(mac: TrailMac, entry: Omit<TrailEntry, 'hash'>): string {
  const { prevHash, seq, at, userId, sessionId, address, what, details } = entry;
  return mac(`${prevHash}\n${canonicalJson({ seq, at, userId, sessionId, address, what, details })}`);
}
