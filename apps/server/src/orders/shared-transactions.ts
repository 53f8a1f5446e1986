// Lets orders of different links share one transaction and its commit; whatever cannot be shared is done by itself.

import { type Acting, actingAs, whoActs } from '../audit/acting.ts';
import { noteInTrail } from '../audit/trailed-database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Db } from '../store/database.ts';
import { groupMember, type MemberWrites, NeedsOwnTransaction } from './group-member.ts';
import { type GroupReads, groupReads } from './group-reads.ts';
import type { OrderTx } from './order-store.ts';
import { writeGroup } from './write-group.ts';

/** How many orders share a commit at most. */
const membersMax = 64;

interface Waiting {
  readonly linkId: string;
  readonly acting: Acting;
  /** Does the work, and says what to tell its caller once it is durable. */
  readonly perform: (tx: OrderTx) => Promise<() => void>;
  readonly performAlone: () => Promise<void>;
  readonly reject: (error: unknown) => void;
}

type Performed =
  | { readonly kind: 'done'; readonly writes: MemberWrites; readonly tell: () => void }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'alone' };

/** A transaction of `work`, all of whose rows belong to `linkId`. */
export type SharedTransaction = <T>(work: (tx: OrderTx) => Promise<T>, linkId: string) => Promise<T>;

export interface SharedNeeds {
  readonly db: Db;
  readonly jobs: Jobs | null;
  /** A transaction of its own, for what cannot be shared. */
  readonly alone: <T>(work: (tx: OrderTx) => Promise<T>) => Promise<T>;
  /** How long the first of a group waits for others; several processes have few orders each at any moment. */
  readonly gatherMs: number;
}

/**
 * One group at a time: what comes while a group is written and flushed to the disk makes up the next one. In a group
 * each link is there once, so that no two members have a row in common and each sees what it would see alone.
 */
export function sharedTransactions(needs: SharedNeeds): SharedTransaction {
  let waiting: Waiting[] = [];
  let isRunning = false;
  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const links = new Set<string>();
      const group: Waiting[] = [];
      const left: Waiting[] = [];
      for (const one of waiting) {
        if (group.length === membersMax || links.has(one.linkId)) left.push(one);
        else group.push(one);
        links.add(one.linkId);
      }
      waiting = left;
      await runGroup(needs, group);
    }
    isRunning = false;
  };
  return (work, linkId) =>
    new Promise((resolve, reject) => {
      const acting = whoActs();
      const perform = async (tx: OrderTx) => {
        const value = await work(tx);
        return () => resolve(value);
      };
      const performAlone = () => actingAs(acting, () => needs.alone(work)).then(resolve, reject);
      waiting.push({ linkId, acting, perform, performAlone, reject });
      if (isRunning) return;
      isRunning = true;
      if (needs.gatherMs === 0) setImmediate(() => void run());
      else setTimeout(() => void run(), needs.gatherMs);
    });
}

async function runGroup({ db, jobs }: SharedNeeds, group: readonly Waiting[]): Promise<void> {
  let performed: readonly Performed[] = [];
  let isWritten = false;
  try {
    await db.transaction(async (tx) => {
      const reads = groupReads(tx);
      performed = await Promise.all(group.map((one) => performOne(reads, one)));
      // A statement that failed has undone everything.
      if (reads.failure !== null) throw reads.failure.error;
      const done = performed.map((one) => (one.kind === 'done' ? one.writes : null));
      await writeGroup(
        tx,
        jobs,
        done.filter((writes) => writes !== null),
      );
      for (const [at, writes] of done.entries())
        actingAs(group[at]?.acting ?? whoActs(), () => {
          for (const line of writes?.trail ?? []) noteInTrail(tx, line);
        });
      isWritten = true;
    });
  } catch (error) {
    // Whether a commit that broke off took place, nobody knows here: as with any other, its caller has to look.
    if (isWritten) for (const one of group) one.reject(error);
    else await Promise.all(group.map((one) => one.performAlone()));
    return;
  }
  await Promise.all(group.map((one, at) => tell(one, performed[at])));
}

async function performOne(reads: GroupReads, one: Waiting): Promise<Performed> {
  const { tx, writes } = groupMember(reads);
  try {
    const tell = await one.perform(tx);
    return { kind: 'done', writes, tell };
  } catch (error) {
    return error instanceof NeedsOwnTransaction ? { kind: 'alone' } : { kind: 'failed', error };
  }
}

async function tell(one: Waiting, performed: Performed | undefined): Promise<void> {
  if (performed?.kind === 'done') performed.tell();
  else if (performed?.kind === 'failed') one.reject(performed.error);
  else await one.performAlone();
}
