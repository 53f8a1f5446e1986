// Holds Mandato's rows against what Lonja itself wrote down: every plan's buy once, none twice, none lost, to the last unit.

import { accountIdOf, assetOf } from '@mandato/exchange-core/ids';
import { balancesOf } from '@mandato/exchange-core/view/account-view';
import type { Db } from '@mandato/server/store/database';
import { and, eq, gte } from 'drizzle-orm';
import { openLonjaSequencer } from '../../apps/lonja/src/sequencer-lonja.ts';
import { checkBooks } from '../../apps/server/src/orders/check-books.ts';
import { attempts, intents } from '../../apps/server/src/store/schema/order-schema.ts';
import { type CrowdMember, startingMxn } from './seed-lonja.ts';

export interface Comparison {
  /** Orders at the exchange that belong to one intent together with another: must be 0. */
  readonly twice: number;
  /** Slots that bought nothing, orders that Mandato does not know as done, and the reverse: must be 0. */
  readonly lost: number;
  /** People whose pesos at the exchange are not what Mandato's books say, and findings in the books: must be 0. */
  readonly unbalanced: number;
  readonly done: number;
  /** How long after it was due each order was sent, ascending, in ms. */
  readonly lagsMs: readonly number[];
  /** What became of the slots that bought nothing. */
  readonly reasons: Readonly<Record<string, number>>;
}

/** Compares everything due at `dueAtMs` or later. Lonja must not run. */
export async function compareBooks(of: {
  readonly db: Db;
  readonly lonjaDir: string;
  readonly members: readonly (CrowdMember & { readonly userId: string })[];
  readonly expected: number;
  readonly dueAtMs: number;
}): Promise<Comparison> {
  const { db, dueAtMs } = of;
  const rows = await db
    .select({ intent: intents, sentAtMs: attempts.sentAtMs, outcome: attempts.outcome })
    .from(intents)
    .leftJoin(attempts, and(eq(attempts.orderId, intents.orderId)))
    .where(gte(intents.dueAtMs, dueAtMs));
  const done = rows.filter(({ intent }) => intent.stateKind === 'done');
  const truth = await readLonja(of.lonjaDir, of.members);
  const byIntent = new Map<string, number>();
  for (const originId of truth.originIds) {
    const intentId = originId.slice(0, originId.lastIndexOf('-'));
    byIntent.set(intentId, (byIntent.get(intentId) ?? 0) + 1);
  }
  const doneIds = new Set(done.map(({ intent }) => intent.intentId));
  const unknownToUs = [...byIntent.keys()].filter((intentId) => !doneIds.has(intentId)).length;
  const unknownToLonja = [...doneIds].filter((intentId) => !byIntent.has(intentId)).length;
  const reasons: Record<string, number> = {};
  for (const { intent } of rows.filter(({ intent }) => intent.stateKind !== 'done')) {
    const name = `${intent.stateKind} ${intent.reason ?? ''}`.trim();
    reasons[name] = (reasons[name] ?? 0) + 1;
  }
  const spentBy = new Map<string, bigint>();
  for (const { intent } of rows)
    spentBy.set(intent.userId, (spentBy.get(intent.userId) ?? 0n) + intent.spent);
  const apart = of.members.filter(
    ({ account, userId }) => truth.mxn.get(account) !== startingMxn - (spentBy.get(userId) ?? 0n),
  ).length;
  return {
    twice: [...byIntent.values()].filter((count) => count > 1).length,
    lost: of.expected - done.length + unknownToUs + unknownToLonja,
    unbalanced: apart + (await checkBooks(db)).length,
    done: done.length,
    lagsMs: done
      .map(({ intent, sentAtMs }) => (sentAtMs ?? Number.POSITIVE_INFINITY) - intent.dueAtMs)
      .sort((one, other) => one - other),
    reasons,
  };
}

/** The value below which `share` of the ascending `values` lie. */
export function quantile(values: readonly number[], share: number): number {
  return values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
}

async function readLonja(directory: string, members: readonly CrowdMember[]) {
  const opened = await openLonjaSequencer(directory);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const { exchange } = opened.value.state;
  const ours = new Set(
    members.map(({ account }) => exchange.accounts.get(accountIdOf(account))?.index ?? -1),
  );
  const { orders } = exchange;
  const originIds: string[] = [];
  for (let handle = exchange.endedFirst; handle >= 0; handle = orders.next(handle)) {
    const originId = orders.originId(handle);
    if (originId !== null && ours.has(orders.account(handle))) originIds.push(originId);
  }
  const pesosOf = (account: string) =>
    balancesOf(exchange, accountIdOf(account)).find(({ asset }) => asset === assetOf('mxn'))?.total;
  const mxn = new Map(members.map(({ account }) => [account, pesosOf(account)]));
  await opened.value.close();
  return { originIds, mxn };
}
