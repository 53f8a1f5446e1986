// Everything that Mandato says, in Spanish as it is spoken in Mexico.

import type { Catalogue } from './catalogue.ts';
import { accessEs } from './es/access-es.ts';
import { accountEs } from './es/account-es.ts';
import { activityEs } from './es/activity-es.ts';
import { commonEs } from './es/common-es.ts';
import { contractEs } from './es/contract-es.ts';
import { errorDetailEs } from './es/error-detail-es.ts';
import { errorEs } from './es/error-es.ts';
import { guideEs } from './es/guide-es.ts';
import { homeEs } from './es/home-es.ts';
import { linkEs } from './es/link-es.ts';
import { noticeEs } from './es/notice-es.ts';
import { orderEs } from './es/order-es.ts';
import { passkeyEs } from './es/passkey-es.ts';
import { permissionEs } from './es/permission-es.ts';
import { pictureEs } from './es/picture-es.ts';
import { planEs } from './es/plan-es.ts';
import { protectionEs } from './es/protection-es.ts';
import { reasonEs } from './es/reason-es.ts';
import { safetyEs } from './es/safety-es.ts';
import { securityEs } from './es/security-es.ts';

/** The keys of the English catalogue, and `_many` beside each plural. */
export const catalogueEs = {
  common: commonEs,
  account: accountEs,
  access: accessEs,
  passkey: passkeyEs,
  home: homeEs,
  link: linkEs,
  permission: permissionEs,
  guide: guideEs,
  picture: pictureEs,
  plan: planEs,
  contract: contractEs,
  activity: activityEs,
  notice: noticeEs,
  order: orderEs,
  reason: reasonEs,
  error: errorEs,
  error_detail: errorDetailEs,
  security: securityEs,
  protection: protectionEs,
  safety: safetyEs,
} as const satisfies Catalogue;
