// Who is logged in, for the pages that only a logged-in person reaches.
import { invariant } from '@mandato/primitives/invariant';
import type { Session } from '@mandato/server/api-contract/account-contract';
import { createContext, useContext } from 'react';

export type SignedIn = Extract<Session, { kind: 'signed_in' }>;

export const SessionContext = createContext<SignedIn | null>(null);

export function useSignedIn(): SignedIn {
  const session = useContext(SessionContext);
  invariant(session !== null, 'a page inside the logged-in frame has a session');
  return session;
}
