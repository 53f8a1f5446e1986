// The notice procedures: a person's own notices, and which of them also go out.

import type { SecurityNeeds } from '../account/account-security.ts';
import { goesOutOf } from '../notices/goes-out.ts';
import { changeNoticeSettings } from '../notices/notice-settings.ts';
import { markRead, noticesOf, unreadCount } from '../notices/read-notices.ts';
import { api, signedIn } from './api-base.ts';
import { refuse } from './refuse.ts';

export interface NoticeProcedureNeeds {
  readonly security: SecurityNeeds;
  /** Whether this installation sends notices out at all. */
  readonly areSent: boolean;
}

export function noticeProcedures({ security, areSent }: NoticeProcedureNeeds) {
  const { db } = security;
  const { notices } = api;
  return {
    list: notices.list.use(signedIn).handler(({ context, input }) =>
      noticesOf(db, {
        userId: context.person.userId,
        beforeSeq: input.before === null ? null : seqOf(input.before),
        limit: input.limit,
      }),
    ),
    unread: notices.unread
      .use(signedIn)
      .handler(async ({ context }) => ({ count: await unreadCount(db, context.person.userId) })),
    markRead: notices.markRead.use(signedIn).handler(async ({ context, input }) => {
      const { userId } = context.person;
      await markRead(db, { userId, upToSeq: seqOf(input.upTo) });
      return { count: await unreadCount(db, userId) };
    }),
    settings: notices.settings.use(signedIn).handler(async ({ context }) => ({
      email: areSent ? context.person.email : null,
      goesOut: await goesOutOf(db, context.person.userId),
    })),
    setSettings: notices.setSettings.use(signedIn).handler(async ({ context, input }) => {
      const changed = await changeNoticeSettings(security, context, input);
      if (!changed.ok) throw refuse(changed.error);
      return { email: areSent ? context.person.email : null, goesOut: changed.value };
    }),
  };
}

function seqOf(noticeId: string): number {
  if (!/^[0-9]{1,15}$/.test(noticeId)) throw refuse('input_malformed');
  return Number(noticeId);
}
