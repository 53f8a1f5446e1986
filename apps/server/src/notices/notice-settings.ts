// Which notices of a person go out, and the change of that: on as they like, off only with a fresh proof.

import { err, ok, type Result } from '@mandato/primitives/result';
import { protect, type SecurityNeeds } from '../account/account-security.ts';
import { recordActivity } from '../activity/record-activity.ts';
import type { HeldSession } from '../api/api-base.ts';
import { type NoticeGroup, type NoticeSettings, noticeGroups } from '../api-contract/notice-contract.ts';
import type { StepUpError } from '../step-up/step-up.ts';
import type { Db } from '../store/database.ts';
import { noticeSettings } from '../store/schema/notice-schema.ts';
import { type GoesOut, goesOutOf, lockGoesOut } from './goes-out.ts';

/** Turns groups on or off. Whatever turns one off needs the person's proof, and is told. */
export async function changeNoticeSettings(
  needs: SecurityNeeds,
  session: HeldSession,
  form: { readonly goesOut: NoticeSettings['goesOut']; readonly stepUpCode: string | null },
): Promise<Result<GoesOut, StepUpError | 'step_up_needed'>> {
  const { userId } = session.person;
  const { goesOut, stepUpCode } = form;
  const change = (tx: Db, nowMs: number) => write(tx, { userId, nowMs, after: goesOut });
  if (!turnsOff(await goesOutOf(needs.db, userId), goesOut)) {
    return needs.db.transaction(async (tx) =>
      // Asked again under the lock: what another window turned on meanwhile is not turned off without a proof.
      turnsOff(await lockGoesOut(tx, userId), goesOut)
        ? err('step_up_needed')
        : ok(await change(tx, needs.wall.nowMs())),
    );
  }
  if (stepUpCode === null) return err('step_up_needed');
  const subject = { action: 'turn_notices_off', params: textsOf(goesOut) } as const;
  return protect(needs, session, { subject, proof: stepUpCode, change });
}

function turnsOff(before: GoesOut, after: GoesOut): boolean {
  return noticeGroups.some((group) => before[group] && !after[group]);
}

async function write(
  tx: Db,
  of: {
    readonly userId: string;
    readonly nowMs: number;
    readonly after: GoesOut;
  },
): Promise<GoesOut> {
  const { userId, nowMs, after } = of;
  const before = await lockGoesOut(tx, userId);
  if (noticeGroups.every((group) => before[group] === after[group])) return after;
  const { security, exchange, plan } = after;
  const values = { security, exchange, plan };
  await tx
    .insert(noticeSettings)
    .values({ userId, ...values })
    .onConflictDoUpdate({ target: noticeSettings.userId, set: values });
  await recordActivity(tx, { userId, atMs: nowMs, code: 'notices_changed', details: textsOf(after) });
  return after;
}

function textsOf(goesOut: GoesOut): Readonly<Record<NoticeGroup, 'on' | 'off'>> {
  const word = (isOn: boolean) => (isOn ? 'on' : 'off');
  return {
    security: word(goesOut.security),
    exchange: word(goesOut.exchange),
    plan: word(goesOut.plan),
  };
}
