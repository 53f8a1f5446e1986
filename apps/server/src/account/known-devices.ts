// Browsers that have signed in before: a new one is told to the person, and strangers cannot slow down a known one.

import { createHash, randomBytes } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import { knownDevices } from '../store/schema/account-schema.ts';

/** The browser of a request, by its own lasting cookie. */
export interface Device {
  /** Null when it holds no such cookie, or one that is malformed. */
  readonly tokenHash: string | null;
  /** How it describes itself, at most 200 characters. */
  readonly userAgent: string;
}

/** The device of a cookie's token and the `user-agent` header. */
export function deviceOf(token: string | undefined, userAgent: string | undefined): Device {
  const isToken = token !== undefined && /^[A-Za-z0-9_-]{22}$/.test(token);
  const described = (userAgent ?? '').replace(/\p{Cc}/gu, ' ').slice(0, 200);
  return { tokenHash: isToken ? hashOf(token) : null, userAgent: described };
}

/** A new cookie for a browser that has none, and the hash by which it is known from then on. */
export function newDevice(): { readonly token: string; readonly tokenHash: string } {
  const token = randomBytes(16).toString('base64url');
  return { token, tokenHash: hashOf(token) };
}

/** Whether this browser has signed in to the account before. The same work for a person who does not exist. */
export async function isKnownDevice(db: Db, userId: string | null, device: Device): Promise<boolean> {
  if (device.tokenHash === null) return false;
  const known = await db
    .select()
    .from(knownDevices)
    .where(and(eq(knownDevices.userId, userId ?? ''), eq(knownDevices.deviceHash, device.tokenHash)));
  return known.length > 0;
}

/** Remembers the browser; `newToken` is the cookie it is to be given when it had none. */
export async function rememberDevice(
  tx: Db,
  of: { readonly userId: string; readonly device: Device; readonly nowMs: number },
): Promise<{ readonly isNew: boolean; readonly newToken: string | null }> {
  const newToken = of.device.tokenHash === null ? randomBytes(16).toString('base64url') : null;
  const deviceHash = newToken === null ? (of.device.tokenHash ?? '') : hashOf(newToken);
  const added = await tx
    .insert(knownDevices)
    .values({ userId: of.userId, deviceHash, firstSeenAt: of.nowMs })
    .onConflictDoNothing()
    .returning({ userId: knownDevices.userId });
  return { isNew: added.length > 0, newToken };
}

function hashOf(token: string): string {
  return createHash('sha256').update('device').update(token).digest('hex');
}
