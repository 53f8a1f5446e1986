// Slows down guessing: every try is counted before it is judged, by account and by address, whoever it comes from.

import type { Clock } from '@mandato/primitives/ports';
import { eq, inArray, lt, sql } from 'drizzle-orm';
import type { Db } from '../store/database.ts';
import { tryCounters } from '../store/schema/account-schema.ts';
import type { ServerKey } from './server-key.ts';

/** One thing whose tries are counted together; `name` is an e-mail, a user id or an address. */
export interface TryCounter {
  readonly kind:
    | 'password_of_account'
    | 'password_of_device'
    | 'password_of_session'
    | 'tries_of_address'
    | 'code_of_account'
    | 'passphrase';
  readonly name: string;
}

/** How many tries are free, and the longest wait after that. Waits double with each failure, from one second. */
const limits: Record<TryCounter['kind'], { free: number; waitMaxMs: number }> = {
  password_of_account: { free: 5, waitMaxMs: 15 * 60_000 },
  password_of_device: { free: 5, waitMaxMs: 15 * 60_000 },
  password_of_session: { free: 5, waitMaxMs: 15 * 60_000 },
  tries_of_address: { free: 30, waitMaxMs: 15 * 60_000 },
  code_of_account: { free: 5, waitMaxMs: 15 * 60_000 },
  passphrase: { free: 5, waitMaxMs: 15 * 60_000 },
};

/** After this long without a failure the count starts again. */
const forgetAfterMs = 24 * 3_600_000;

export interface TryLimiter {
  /** Counts one try with each counter; false when any of them must wait, and then nothing may be judged. */
  mayTry(counters: readonly TryCounter[]): Promise<boolean>;
  /** The try succeeded: an account starts afresh, an address gets back only the try just counted. */
  succeeded(counters: readonly TryCounter[]): Promise<void>;
}

export interface TryLimiterNeeds {
  readonly db: Db;
  readonly key: ServerKey;
  readonly wall: Clock;
}

export function tryLimiter({ db, key, wall }: TryLimiterNeeds): TryLimiter {
  const keyOf = (counter: TryCounter) => key.blind(`${counter.kind}:${counter.name}`);
  return {
    mayTry: async (counters) => {
      const nowMs = wall.nowMs();
      for (const counter of counters) {
        if (!(await countOne(db, { counterKey: keyOf(counter), nowMs, ...limits[counter.kind] })))
          return false;
      }
      return true;
    },
    succeeded: async (counters) => {
      const addresses = counters.filter((counter) => counter.kind === 'tries_of_address').map(keyOf);
      const accounts = counters.filter((counter) => counter.kind !== 'tries_of_address').map(keyOf);
      await db.delete(tryCounters).where(inArray(tryCounters.counterKey, accounts));
      for (const counterKey of addresses) {
        await db
          .update(tryCounters)
          .set({ failures: sql`greatest(${tryCounters.failures} - 1, 0)` })
          .where(eq(tryCounters.counterKey, counterKey));
      }
      await db.delete(tryCounters).where(lt(tryCounters.lastFailureAt, wall.nowMs() - forgetAfterMs));
    },
  };
}

interface Counting {
  readonly counterKey: string;
  readonly nowMs: number;
  readonly free: number;
  readonly waitMaxMs: number;
}

/** One statement, so that any number of tries at the same moment are counted one after another. */
async function countOne(db: Db, { counterKey, nowMs, free, waitMaxMs }: Counting): Promise<boolean> {
  const { failures, lastFailureAt } = tryCounters;
  const waitMs = sql`case when ${failures} < ${free} then 0
    else least(1000 * power(2, least(${failures} - ${free}, 20)), ${waitMaxMs}) end`;
  const isForgotten = sql`${lastFailureAt} < ${nowMs - forgetAfterMs}`;
  const counted = await db
    .insert(tryCounters)
    .values({ counterKey, failures: 1, lastFailureAt: nowMs })
    .onConflictDoUpdate({
      target: tryCounters.counterKey,
      set: {
        failures: sql`case when ${isForgotten} then 1 else ${failures} + 1 end`,
        lastFailureAt: nowMs,
      },
      setWhere: sql`${isForgotten} or ${lastFailureAt} + ${waitMs} <= ${nowMs}`,
    })
    .returning({ failures });
  return counted.length > 0;
}
