// The whole API, put together from its parts.

import type { SecurityNeeds } from '../account/account-security.ts';
import type { Accounts } from '../account/accounts.ts';
import { accountProcedures } from './account.ts';
import { activityProcedures } from './activity.ts';
import { api } from './api-base.ts';
import { type LinkProcedureNeeds, linkProcedures } from './links.ts';
import { noticeProcedures } from './notices.ts';
import { passkeyProcedures } from './passkeys.ts';
import { type PlanProcedureNeeds, planProcedures } from './plans.ts';
import { type ProtectionNeeds, protectionProcedures } from './protection.ts';
import { type SafetyProcedureNeeds, safetyProcedures } from './safety.ts';

export interface ApiNeeds {
  readonly accounts: Accounts;
  readonly security: SecurityNeeds;
  readonly links: LinkProcedureNeeds;
  /** Whether this installation sends notices out. */
  readonly areNoticesSent: boolean;
  readonly protection: ProtectionNeeds;
  readonly plans: PlanProcedureNeeds;
  readonly safety: SafetyProcedureNeeds;
}

export function apiRouter(needs: ApiNeeds) {
  return api.router({
    account: accountProcedures(needs.accounts, needs.security),
    links: linkProcedures(needs.links),
    plans: planProcedures(needs.plans),
    activity: activityProcedures(needs.security),
    notices: noticeProcedures({ security: needs.security, areSent: needs.areNoticesSent }),
    passkeys: passkeyProcedures(needs.security),
    protection: protectionProcedures(needs.protection),
    safety: safetyProcedures(needs.safety),
  });
}
