// Opening and ending sessions in the portal's state.

import type { AccountId } from '@mandato/exchange-core/ids';
import { noDevice } from './note-activity.ts';
import type { Device, SessionStage } from './portal-command.ts';
import { isSessionAlive, type PortalState } from './portal-state.ts';

/** A session under `tokenHash`, which takes the place of one that has the same. */
export function openSession(
  state: PortalState,
  session: {
    readonly account: AccountId;
    readonly tokenHash: string;
    readonly stage: SessionStage;
    readonly device?: Device | undefined;
    readonly atMs: number;
  },
): void {
  const { account, tokenHash, stage, device = noDevice, atMs } = session;
  state.sessions.set(tokenHash, { account, tokenHash, stage, device, startedAtMs: atMs, seenAtMs: atMs });
}

/** Ends the account's sessions, all or all but one. */
export function endSessionsOf(state: PortalState, account: AccountId, keeps: string | null = null): void {
  for (const session of [...state.sessions.values()]) {
    if (session.account === account && session.tokenHash !== keeps) state.sessions.delete(session.tokenHash);
  }
}

/** Forgets every session that can no longer be used. */
export function dropDeadSessions(state: PortalState, atMs: number): void {
  for (const session of [...state.sessions.values()]) {
    if (!isSessionAlive(session, atMs)) state.sessions.delete(session.tokenHash);
  }
}
