// Proves at start-up that a commit reaches the disk; without that proof nothing may be sent to an exchange.

import { z } from 'zod';

/** Whether an acknowledged commit survives a power cut. `reason` says why not. */
export type Durability =
  | { readonly kind: 'durable' }
  | { readonly kind: 'not_durable'; readonly reason: 'fsync_off' | 'commit_not_flushed' };

/** What the check asks; the embedded pool also counts its flushes, a server's cannot be seen from here. */
export interface DurabilityProbe {
  query(text: string): Promise<unknown>;
  countFsyncs?(): Promise<number>;
}

const fsyncAnswer = z.object({ rows: z.tuple([z.object({ fsync: z.string() })]) });

/** Asks the database for its setting and, where flushes can be counted, commits once and looks. */
export async function checkDurability(pool: DurabilityProbe): Promise<Durability> {
  const answer = fsyncAnswer.parse(await pool.query('show fsync'));
  if (answer.rows[0].fsync !== 'on') return { kind: 'not_durable', reason: 'fsync_off' };
  if (pool.countFsyncs === undefined) return { kind: 'durable' };
  const before = await pool.countFsyncs();
  await pool.query('create table if not exists durability_probe (checked int primary key)');
  await pool.query('insert into durability_probe values (1) on conflict (checked) do update set checked = 1');
  const after = await pool.countFsyncs();
  return after > before ? { kind: 'durable' } : { kind: 'not_durable', reason: 'commit_not_flushed' };
}
