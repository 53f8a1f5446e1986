// A notice in words: what happened, its particulars, and what it means for the money and what to do.

import { activityDetail } from './activity-detail.ts';
import type { Locale, MessageKey } from './catalogue.ts';
import { catalogueEn } from './catalogue-en.ts';
import { translate } from './translate.ts';

/** The codes that have a text, and a second one ending in `_about`. */
type NoticeKey = keyof typeof catalogueEn.notice;
type TitleKey = NoticeKey extends infer Key
  ? Key extends `${infer Code}_about`
    ? Code & NoticeKey
    : never
  : never;

/** A notice as the API gives it, and the zone whose clock the person goes by. */
export interface NoticeLine {
  readonly code: string;
  readonly details: Readonly<Record<string, string>>;
  readonly zone: string;
}

export interface NoticeText {
  readonly title: string;
  /** What in particular; null when the details say nothing beyond the title. */
  readonly detail: string | null;
  readonly about: string;
}

/** The words of a notice; null for a code that this version does not know. */
export function noticeText(locale: Locale, line: NoticeLine): NoticeText | null {
  const { code } = line;
  if (!isTitle(code)) return null;
  return {
    title: translate(locale, `notice.${code}` satisfies MessageKey),
    detail: addressDetail(locale, line) ?? activityDetail(locale, line),
    about: translate(locale, `notice.${code}_about` satisfies MessageKey),
  };
}

function isTitle(code: string): code is TitleKey {
  return Object.hasOwn(catalogueEn.notice, code) && Object.hasOwn(catalogueEn.notice, `${code}_about`);
}

function addressDetail(locale: Locale, { code, details }: NoticeLine): string | null {
  const { address } = details;
  if (code !== 'signed_in_new_device' || address === undefined) return null;
  return translate(locale, 'notice.from', { address });
}
