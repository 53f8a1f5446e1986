// A notice as it goes out: whom it is for and its words in their language; never a secret, a token or a link that opens anything.

import { noticeText } from '@mandato/messages/notice-text';
import type { Language } from '../api-contract/account-contract.ts';
import type { notices } from '../store/schema/notice-schema.ts';

/** What is handed over, as JSON. */
export interface NoticeMessage {
  /** The same whenever it is sent again, so that whoever takes it can tell. */
  readonly id: string;
  readonly to: string;
  readonly language: Language;
  readonly code: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly subject: string;
  readonly text: string;
}

/** Null for a code that has no words in this version. */
export function noticeMessage(of: {
  readonly notice: typeof notices.$inferSelect;
  readonly email: string;
  readonly language: Language;
}): NoticeMessage | null {
  const { notice, email, language } = of;
  const { seq, code, details, at } = notice;
  // No browser is here to say which clock the person goes by.
  const words = noticeText(language, { code, details, zone: 'UTC' });
  if (words === null) return null;
  const { title, detail, about } = words;
  return {
    id: `notice-${seq}`,
    to: email,
    language,
    code,
    at: new Date(at).toISOString(),
    subject: `Mandato: ${title}`,
    text: [title, detail, about].filter((part) => part !== null).join('\n\n'),
  };
}
