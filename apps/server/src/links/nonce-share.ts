// Gives a starting process its share of the nonces: a number that none of the 998 starts before it was given.

import { sql } from 'drizzle-orm';
import * as z from 'zod';
import type { Db } from '../store/database.ts';
import { processStarts } from '../store/schema/process-schema.ts';

const answer = z.object({ rows: z.tuple([z.object({ share: z.coerce.number().int() })]) });

/** Counts this start on the database that all processes of the installation share. */
export async function takeNonceShare(db: Db): Promise<number> {
  const name = processStarts.seqName ?? '';
  return answer.parse(await db.execute(sql`select nextval(${name}::regclass) as share`)).rows[0].share;
}
