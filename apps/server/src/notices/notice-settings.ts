// Which notices of a person go out, and the change of that: on as they like, off only with a fresh proof.

import { err, ok, type Result } from '@mandato/primitives/result';
import { protect, type SecurityNeeds } from '../account/account-security.ts';
import { recordActivity } from '../activity/record-activity.ts';
import type { HeldSession } from '../api/api-base.ts';
import { type NoticeGroup, type NoticeSettings, noticeGroups } from '../api-contract/notice-contract.ts';
import type { StepUpError } from '../step-up/step-up.ts';
import type { Db } from '../store/database.ts';
import { noticeSettings } from '../store/schema/notice-schema.ts';
import { type GoesOut, goesOutOf } from './goes-out.ts';

/** Turns groups on or off. Whatever turns one off needs the person's proof, and is told. */
export async function changeNoticeSettings(
  needs: SecurityNeeds,
  session: HeldSession,
  form: { readonly goesOut: NoticeSettings['goesOut']; readonly stepUpCode: string | null },
): Promise<Result<GoesOut, StepUpError | 'step_up_needed'>> {
  const { userId } = session.person;
  const before = await goesOutOf(needs.db, userId);
  const isTurnedOff = noticeGroups.some((group) => before[group] && !form.goesOut[group]);
  const change = (tx: Db, nowMs: number) => write(tx, { userId, nowMs, before, after: form.goesOut });
  if (!isTurnedOff) return ok(await needs.db.transaction((tx) => change(tx, needs.wall.nowMs())));
  if (form.stepUpCode === null) return err('step_up_needed');
  const subject = { action: 'turn_notices_off', params: textsOf(form.goesOut) } as const;
  return protect(needs, session, { subject, proof: form.stepUpCode, change });
}

async function write(
  tx: Db,
  of: {
    readonly userId: string;
    readonly nowMs: number;
    readonly before: GoesOut;
    readonly after: GoesOut;
  },
): Promise<GoesOut> {
  const { userId, nowMs, before, after } = of;
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
