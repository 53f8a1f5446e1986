// Writes a person with a linked practice account straight into the tables, for tests that begin there.

import type { Db } from '../store/database.ts';
import { users } from '../store/schema/account-schema.ts';
import { links } from '../store/schema/link-schema.ts';

/** A person whose one link is in use; `atMs` is when both came to be. */
export async function insertLinkedPerson(
  db: Db,
  { userId, linkId, atMs }: { readonly userId: string; readonly linkId: string; readonly atMs: number },
): Promise<void> {
  const email = `${userId}@example.test`;
  await db
    .insert(users)
    .values({ userId, name: 'A', email, emailKey: email, passwordHash: 'x', createdAt: atMs });
  await db.insert(links).values({
    linkId,
    userId,
    exchange: 'practice',
    name: 'Practice',
    credentialId: linkId,
    keyHint: 'abcd',
    fingerprint: linkId,
    status: 'active',
    verdict: 'PROBED',
    probes: [],
    linkedAt: atMs,
    auditedAt: atMs,
  });
}
