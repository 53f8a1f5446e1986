// The typed API of Mandato, whole: what a browser, a terminal or a test may ask of the server.

import { accountContract } from './account-contract.ts';
import { activityContract } from './activity-contract.ts';
import { linkContract } from './link-contract.ts';
import { noticeContract } from './notice-contract.ts';
import { passkeyContract } from './passkey-contract.ts';
import { planContract } from './plan-contract.ts';
import { protectionContract } from './protection-contract.ts';
import { safetyContract } from './safety-contract.ts';

/** Served under `/api`; money is plain decimal text, times are ISO 8601 in UTC. */
export const apiContract = {
  account: accountContract,
  links: linkContract,
  plans: planContract,
  activity: activityContract,
  notices: noticeContract,
  passkeys: passkeyContract,
  protection: protectionContract,
  safety: safetyContract,
};
