// Proves at start-up that a commit reaches the disk; without that proof nothing may be sent to an exchange.

import { z } from 'zod';

/** Whether an acknowledged commit survives a power cut. `reason` says why not. */
export type Durability =
  | { readonly kind: 'durable' }
  | {
      readonly kind: 'not_durable';
      readonly reason: 'fsync_off' | 'synchronous_commit_off' | 'commit_not_flushed';
    };

/** What the check asks; the embedded pool also counts its flushes, a server's cannot be seen from here. */
export interface DurabilityProbe {
  query(text: string): Promise<unknown>;
  countFsyncs?(): Promise<number>;
}

const settings = z.object({ rows: z.tuple([z.object({ fsync: z.string(), synchronous: z.string() })]) });

const askSettings = `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous`;

/** Asks the database for its setting and, where flushes can be counted, commits once and looks. */
export async function checkDurability(pool: DurabilityProbe): Promise<Durability> {
  const [said] = settings.parse(await pool.query(askSettings)).rows;
  if (said.fsync !== 'on') return { kind: 'not_durable', reason: 'fsync_off' };
  // Off, a commit is answered before it is flushed: what was acknowledged last is lost with the power.
  if (said.synchronous === 'off') return { kind: 'not_durable', reason: 'synchronous_commit_off' };
  if (pool.countFsyncs === undefined) return { kind: 'durable' };
  const before = await pool.countFsyncs();
  await pool.query('create table if not exists durability_probe (checked int primary key)');
  await pool.query('insert into durability_probe values (1) on conflict (checked) do update set checked = 1');
  const after = await pool.countFsyncs();
  return after > before ? { kind: 'durable' } : { kind: 'not_durable', reason: 'commit_not_flushed' };
}
