// The portal's calls of the security page and of a key's switches, as types.

import type { CodeRefusal, Empty, PortalSession, SessionRefusal } from './session-contract.ts';

export interface SecurityCalls {
  security: { request: Empty; answer: PortalSecurity; refusal: SessionRefusal };
  /** Ends every other session. */
  changePassword: {
    request: { password: string; newPassword: string };
    answer: PortalSecurity;
    refusal:
      | SessionRefusal
      | 'password_wrong'
      | 'password_too_short'
      | 'password_too_common'
      | 'password_unchanged'
      | 'too_many_tries';
  };
  /** Takes a code of the app or a recovery code. Ends every other session; no key can be made for a day. */
  turnOffTwoFactor: {
    request: { password: string; code: string };
    answer: PortalSession;
    refusal: SessionRefusal | CodeRefusal | 'password_wrong' | 'two_factor_missing';
  };
  /** Shows ten fresh codes once; those from before stop working. */
  makeRecoveryCodes: {
    request: { code: string };
    answer: { codes: readonly string[] };
    refusal: SessionRefusal | CodeRefusal | 'two_factor_missing';
  };
  endSession: {
    request: { sessionId: string };
    answer: PortalSecurity;
    refusal: SessionRefusal | 'session_unknown';
  };
  endOtherSessions: { request: Empty; answer: PortalSecurity; refusal: SessionRefusal };
  rename: { request: { name: string }; answer: PortalSession; refusal: SessionRefusal | 'name_malformed' };
}

export interface PortalSecurity {
  hasTwoFactor: boolean;
  /** Recovery codes that were not used yet. */
  recoveryCodesLeft: number;
  passwordChangedAt: string | null;
  /** Until when no key can be made, because two-factor was turned off; null when keys can be made. */
  keysPausedUntil: string | null;
  /** This one first, then the one that was used last. */
  sessions: readonly PortalSessionRow[];
  /** Newest first. */
  activity: readonly PortalActivity[];
}

export interface PortalSessionRow {
  sessionId: string;
  isCurrent: boolean;
  /** `Chrome · Linux`, or '' when it is not known. */
  browser: string;
  address: string;
  startedAt: string;
  seenAt: string;
}

export const activityKinds = [
  'signed_up',
  'signed_in',
  'recovery_code_used',
  'password_changed',
  'two_factor_on',
  'two_factor_off',
  'recovery_codes_made',
  'sessions_ended',
  'key_created',
  'key_changed',
  'key_deleted',
] as const;
export type ActivityKind = (typeof activityKinds)[number];

export interface PortalActivity {
  kind: ActivityKind;
  at: string;
  browser: string;
  address: string;
}
