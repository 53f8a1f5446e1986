// Everything that Mandato holds about a person, as one file of JSON that they can keep; no secret is part of it.

import { asc, eq, inArray } from 'drizzle-orm';
import { recordActivity } from '../activity/record-activity.ts';
import { trailEntriesOf } from '../audit/read-trail.ts';
import type { Db } from '../store/database.ts';
import { users } from '../store/schema/account-schema.ts';
import { activities } from '../store/schema/activity-schema.ts';
import { links } from '../store/schema/link-schema.ts';
import { notices } from '../store/schema/notice-schema.ts';
import { fills, intents } from '../store/schema/order-schema.ts';
import { plans } from '../store/schema/plan-schema.ts';
import { passkeysOf } from './passkeys.ts';

/** The file, written in `tx`, which also notes that it was made. Money is text in units of 10^-8. */
export async function exportData(
  tx: Db,
  of: { readonly userId: string; readonly nowMs: number },
): Promise<{ readonly fileName: string; readonly text: string }> {
  const { userId, nowMs } = of;
  await recordActivity(tx, { userId, atMs: nowMs, code: 'data_exported' });
  const mine = await tx.select().from(plans).where(eq(plans.userId, userId)).orderBy(asc(plans.createdAtMs));
  const planIds = mine.map(({ planId }) => planId);
  const orders = await tx
    .select()
    .from(intents)
    .where(eq(intents.userId, userId))
    .orderBy(asc(intents.recordedAtMs), asc(intents.intentId));
  const trades =
    planIds.length === 0
      ? []
      : await tx.select().from(fills).where(inArray(fills.planId, planIds)).orderBy(asc(fills.atMs));
  const data = {
    about: 'Everything Mandato holds about you. Amounts are whole numbers of 0.00000001; times are epoch ms.',
    account: await accountOf(tx, userId),
    passkeys: (await passkeysOf(tx, userId)).map(({ passkeyId, name, createdAt, lastUsedAt }) => ({
      passkeyId,
      name,
      createdAt,
      lastUsedAt,
    })),
    links: await linksOfPerson(tx, userId),
    plans: mine,
    orders,
    trades,
    activity: await tx
      .select()
      .from(activities)
      .where(eq(activities.userId, userId))
      .orderBy(asc(activities.seq)),
    notices: await tx.select().from(notices).where(eq(notices.userId, userId)).orderBy(asc(notices.seq)),
    trail: await trailEntriesOf(tx, userId),
  };
  const day = new Date(nowMs).toISOString().slice(0, 10);
  return { fileName: `mandato-data-${day}.json`, text: JSON.stringify(data, plainValue, 2) };
}

async function accountOf(tx: Db, userId: string) {
  const [user] = await tx.select().from(users).where(eq(users.userId, userId));
  if (user === undefined) return null;
  const { name, email, language, createdAt } = user;
  return { userId, name, email, language, createdAt };
}

/** What the page shows of a link; the signer's own name for the key stays inside. */
async function linksOfPerson(tx: Db, userId: string) {
  const rows = await tx.select().from(links).where(eq(links.userId, userId)).orderBy(asc(links.linkedAt));
  return rows.map(({ credentialId: _inside, ...link }) => link);
}

function plainValue(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
