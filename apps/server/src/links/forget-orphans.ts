// Cleans up after a stop between storing a key and writing its link down: a key without a link is forgotten.

import type { SignerClient } from '@mandato/signer/client/signer-protocol';
import type { Db } from '../store/database.ts';
import { links } from '../store/schema/link-schema.ts';

/** To be called before any linking starts; answers how many keys were forgotten. */
export async function forgetOrphans(db: Db, signer: SignerClient): Promise<number> {
  const rows = await db.select({ credentialId: links.credentialId }).from(links);
  const known = new Set(rows.map((row) => row.credentialId));
  const orphans = (await signer.stored()).filter(({ credentialId }) => !known.has(credentialId));
  for (const { credentialId } of orphans) await signer.forget(credentialId);
  return orphans.length;
}
