// Repairs what a stop between the signer and our own rows left: keys without a link, and links whose key was replaced.

import type { SignerClient } from '@mandato/signer/client/signer-protocol';
import { eq } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import { links } from '../store/schema/link-schema.ts';

/** To be called before any linking starts; answers how many keys were forgotten. */
export async function forgetOrphans(db: Db, signer: SignerClient): Promise<number> {
  const rows = await db.select().from(links);
  const known = new Map(rows.map((row) => [row.credentialId, row]));
  let forgotten = 0;
  for (const { credentialId, face } of await signer.stored()) {
    const link = known.get(credentialId);
    if (link === undefined) {
      await signer.forget(credentialId);
      forgotten += 1;
    } else if (link.fingerprint !== face.fingerprint) {
      // The signer had replaced the key already. The evidence is of the old one, so the next audit asks in full.
      await db
        .update(links)
        .set({ ...face, probes: [], auditedAt: 0 })
        .where(eq(links.linkId, link.linkId));
    }
  }
  return forgotten;
}
