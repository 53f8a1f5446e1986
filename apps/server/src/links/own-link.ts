// Finds a link for the person it belongs to; anybody else's link does not exist for them.

import { and, desc, eq } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import { links } from '../store/schema/link-schema.ts';

type LinkRow = typeof links.$inferSelect;

/** The person's link, or null when there is none of that id or it is somebody else's. */
export async function ownLink(
  db: Db,
  of: { readonly userId: string; readonly linkId: string },
): Promise<LinkRow | null> {
  const [link] = await db
    .select()
    .from(links)
    .where(and(eq(links.linkId, of.linkId), eq(links.userId, of.userId)));
  return link ?? null;
}

/** All links of a person, newest first. */
export function linksOf(db: Db, userId: string): Promise<LinkRow[]> {
  return db.select().from(links).where(eq(links.userId, userId)).orderBy(desc(links.linkedAt));
}
