// Shares the links out among the processes on one database, so that they do not do the same work twice. Nothing that
// is safe depends on it: row locks, the lane and the order's state decide what may be sent.

import type { Pool, PoolClient } from 'pg';

/** Who works on which link right now. */
export interface LinkShare {
  /** Those of `wanted`, first first, that this process may work on for now; it asks again at every pass. */
  take(wanted: readonly string[]): Promise<readonly string[]>;
  /** Leaves everything to the others. */
  stop(): Promise<void>;
}

/** How many links one process works on at once; the others find the rest. */
const linksMax = 24;

/** A link without work keeps its place this long: its next order is often only a moment away. */
const keptIdleMs = 1_000;

/** Names our locks among all advisory locks of the database. */
const lockSpace = 471_102_003;

interface Held {
  readonly client: PoolClient;
  /** Link id to when it was last wanted, by the monotonic clock. */
  readonly links: Map<string, number>;
}

/**
 * Shares by advisory locks of one connection: a process that dies loses them with its connection, at once, and no
 * clock has to agree with another.
 */
export function postgresLinkShare(pool: Pool, monotonicMs: () => number): LinkShare {
  let held: Held | null = null;
  let lastTurn: Promise<unknown> = Promise.resolve();
  const drop = (): void => {
    const lost = held;
    held = null;
    lost?.client.release(true);
  };
  const takeNow = async (wanted: readonly string[]): Promise<readonly string[]> => {
    try {
      held ??= { client: await connect(pool, drop), links: new Map() };
      return await takeSome(held, wanted, monotonicMs());
    } catch (error) {
      drop();
      throw error;
    }
  };
  return {
    take: (wanted) => {
      const turn = lastTurn.then(() => takeNow(wanted));
      lastTurn = turn.catch(() => undefined);
      return turn;
    },
    stop: async () => {
      await lastTurn;
      drop();
    },
  };
}

async function connect(pool: Pool, onLost: () => void): Promise<PoolClient> {
  const client = await pool.connect();
  client.once('error', onLost);
  return client;
}

async function takeSome(held: Held, wanted: readonly string[], nowMs: number): Promise<readonly string[]> {
  const { client, links } = held;
  for (const link of wanted) if (links.has(link)) links.set(link, nowMs);
  const idle = [...links].filter(([, wantedMs]) => nowMs - wantedMs > keptIdleMs).map(([link]) => link);
  if (idle.length > 0) {
    await client.query('select pg_advisory_unlock($1, hashtext(link)) from unnest($2::text[]) as link', [
      lockSpace,
      idle,
    ]);
    for (const link of idle) links.delete(link);
  }
  const free = linksMax - links.size;
  const open = wanted.filter((link) => !links.has(link));
  if (free > 0 && open.length > 0) {
    // The inner limit of nothing keeps the condition from being asked before the outer limit is reached.
    const { rows } = await client.query<{ link: string }>(
      `select link from (select unnest($2::text[]) as link offset 0) as open
       where pg_try_advisory_lock($1, hashtext(link)) limit $3`,
      [lockSpace, open, free],
    );
    for (const { link } of rows) links.set(link, nowMs);
  }
  return wanted.filter((link) => links.has(link));
}
