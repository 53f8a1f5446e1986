// Everything that Mandato says, in English; the other languages have exactly these keys.

import { accessEn } from './en/access-en.ts';
import { accountEn } from './en/account-en.ts';
import { activityEn } from './en/activity-en.ts';
import { commonEn } from './en/common-en.ts';
import { contractEn } from './en/contract-en.ts';
import { errorDetailEn } from './en/error-detail-en.ts';
import { errorEn } from './en/error-en.ts';
import { guideEn } from './en/guide-en.ts';
import { homeEn } from './en/home-en.ts';
import { linkEn } from './en/link-en.ts';
import { noticeEn } from './en/notice-en.ts';
import { orderEn } from './en/order-en.ts';
import { passkeyEn } from './en/passkey-en.ts';
import { permissionEn } from './en/permission-en.ts';
import { pictureEn } from './en/picture-en.ts';
import { planEn } from './en/plan-en.ts';
import { protectionEn } from './en/protection-en.ts';
import { reasonEn } from './en/reason-en.ts';
import { safetyEn } from './en/safety-en.ts';
import { securityEn } from './en/security-en.ts';

/** By area, then key. Placeholders are `{{name}}`; plurals end in `_one` and `_other`. */
export const catalogueEn = {
  common: commonEn,
  account: accountEn,
  access: accessEn,
  passkey: passkeyEn,
  home: homeEn,
  link: linkEn,
  permission: permissionEn,
  guide: guideEn,
  picture: pictureEn,
  plan: planEn,
  contract: contractEn,
  activity: activityEn,
  notice: noticeEn,
  order: orderEn,
  reason: reasonEn,
  error: errorEn,
  error_detail: errorDetailEn,
  security: securityEn,
  protection: protectionEn,
  safety: safetyEn,
} as const;
