// Words that several of the portal's contracts share.

export type Empty = Record<string, never>;
export type SessionRefusal = 'session_missing' | 'second_factor_needed';
export type CodeRefusal = 'code_malformed' | 'code_wrong' | 'code_used' | 'too_many_tries';

export type PortalSession =
  | { kind: 'anonymous' }
  | { kind: 'second_factor_needed'; email: string }
  | { kind: 'signed_in'; name: string; email: string; hasTwoFactor: boolean };
