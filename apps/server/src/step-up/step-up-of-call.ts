// The proof that came with a call, for the one thing that the call asks for; protected procedures are given this.

import type { Result } from '@mandato/primitives/result';
import type { HeldSession } from '../api/api-base.ts';
import type { Db } from '../store/database.ts';
import {
  consumeStepUp,
  grantStepUp,
  type StepUpError,
  type StepUpNeeds,
  type StepUpSubject,
} from './step-up.ts';

/** A proof for one action: granted first, used up in the transaction of the change. */
export interface StepUp {
  grant(): Promise<Result<null, StepUpError>>;
  /** False when there is no grant left, and then nothing may be changed. */
  consume(tx: Db): Promise<boolean>;
}

export function stepUpOfCall(
  needs: StepUpNeeds,
  session: HeldSession,
  asked: { readonly subject: StepUpSubject; readonly proof: string },
): StepUp {
  const { sessionId } = session;
  const { subject } = asked;
  return {
    grant: () => grantStepUp(needs, session, asked),
    consume: (tx) => consumeStepUp(tx, { sessionId, subject, nowMs: needs.wall.nowMs() }),
  };
}
