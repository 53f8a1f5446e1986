// The session of pages that are shown only to somebody who is logged in.
import type { PortalSession } from '@mandato/lonja/api-contract/session-contract';
import { createContext, useContext } from 'react';

export type SignedInSession = Extract<PortalSession, { kind: 'signed_in' }>;

export const SessionContext = createContext<SignedInSession>({
  kind: 'signed_in',
  name: '',
  email: '',
  hasTwoFactor: false,
});

export function useSignedIn(): SignedInSession {
  return useContext(SessionContext);
}
