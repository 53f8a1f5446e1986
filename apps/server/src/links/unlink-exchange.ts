// Ends a link: the signer forgets the key first, so that no crash leaves a key that nobody sees.

import { err, ok, type Result } from '@mandato/primitives/result';
import { and, eq, notInArray } from 'drizzle-orm';
import { recordActivity } from '../activity/record-activity.ts';
import type { StepUpError } from '../step-up/step-up.ts';
import type { StepUp } from '../step-up/step-up-of-call.ts';
import type { Db } from '../store/database.ts';
import { links } from '../store/schema/link-schema.ts';
import { intents } from '../store/schema/order-schema.ts';
import { plans } from '../store/schema/plan-schema.ts';
import type { LinkNeeds } from './link-exchange.ts';
import { ownLink } from './own-link.ts';

/** Why a link stays, in order of precedence. */
export type UnlinkError =
  | 'link_unknown'
  | 'link_has_plans'
  | StepUpError
  | 'step_up_needed'
  | 'signer_unavailable';

export async function unlinkExchange(
  needs: LinkNeeds,
  of: { readonly userId: string; readonly linkId: string; readonly stepUp: StepUp },
): Promise<Result<{ readonly linkId: string }, UnlinkError>> {
  const link = await ownLink(needs.db, of);
  if (link === null) return err('link_unknown');
  if (await isNeeded(needs.db, link.linkId)) return err('link_has_plans');
  const granted = await of.stepUp.grant();
  if (!granted.ok) return granted;
  // Used up before the key is gone: what a crash in between leaves is removed with a new code.
  if (!(await needs.db.transaction((tx) => of.stepUp.consume(tx)))) return err('step_up_needed');
  try {
    await needs.signer.forget(link.credentialId);
  } catch {
    return err('signer_unavailable');
  }
  await needs.db.transaction(async (tx) => {
    await tx.delete(links).where(eq(links.linkId, link.linkId));
    await recordActivity(tx, {
      userId: of.userId,
      atMs: needs.wall.nowMs(),
      code: 'link_removed',
      details: { exchange: link.exchange, name: link.name, keyHint: link.keyHint },
      linkId: link.linkId,
    });
  });
  return ok({ linkId: link.linkId });
}

/** A plan that buys, or an order that is not settled yet: both need the key. */
async function isNeeded(db: Db, linkId: string): Promise<boolean> {
  const [plan] = await db
    .select({ planId: plans.planId })
    .from(plans)
    .where(and(eq(plans.linkId, linkId), eq(plans.stateKind, 'active')))
    .limit(1);
  if (plan !== undefined) return true;
  const [order] = await db
    .select({ intentId: intents.intentId })
    .from(intents)
    .where(
      and(eq(intents.linkId, linkId), notInArray(intents.stateKind, ['done', 'skipped', 'held', 'late'])),
    )
    .limit(1);
  return order !== undefined;
}
