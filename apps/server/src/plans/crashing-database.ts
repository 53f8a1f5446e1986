// A database whose user dies at a chosen transaction, before or after its commit, and never hears of anything again.

import type { Db } from '../store/database.ts';

/** The n-th transaction (from 1) is the last one, and it is undone or kept. */
export interface CrashPoint {
  readonly transaction: number;
  readonly side: 'before_commit' | 'after_commit';
}

export interface CrashingDatabase {
  readonly db: Db;
  /** Resolves when the crash has happened. */
  readonly crashed: Promise<void>;
}

class Undone extends Error {}

/** `db` until `point` is reached; afterwards every transaction hangs. */
export function crashingDatabase(db: Db, point: CrashPoint): CrashingDatabase {
  let count = 0;
  let announce: () => void = () => undefined;
  const crashed = new Promise<void>((resolve) => {
    announce = resolve;
  });
  const transaction: Db['transaction'] = async (work, config) => {
    count += 1;
    if (count < point.transaction) return db.transaction(work, config);
    if (count === point.transaction) {
      await lastTransaction(db, point, async (tx) => void (await work(tx)));
      announce();
    }
    return new Promise(() => undefined);
  };
  const proxied = new Proxy(db, {
    get: (target, name) => {
      if (name === 'transaction') return transaction;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { db: proxied, crashed };
}

async function lastTransaction(
  db: Db,
  point: CrashPoint,
  work: (tx: Parameters<Parameters<Db['transaction']>[0]>[0]) => Promise<void>,
): Promise<void> {
  try {
    await db.transaction(async (tx) => {
      await work(tx);
      if (point.side === 'before_commit') throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
}
