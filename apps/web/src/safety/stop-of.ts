// Which stop holds for a scope, and whether it is the person's turn to let buying go on.
import type { SafetyView, StopScope } from '@mandato/server/api-contract/safety-contract';

/** The stop of this very scope, if it is in force. */
export function stopOf(safety: SafetyView | undefined, scope: StopScope): SafetyView['stops'][number] | null {
  const found = safety?.stops.find(
    (stop) =>
      stop.scope.kind === scope.kind &&
      (stop.scope.kind !== 'plan' || scope.kind !== 'plan' || stop.scope.planId === scope.planId),
  );
  return found ?? null;
}

/**
 * Whether buying is to be started again here: a stop holds, or the signer did not hear of the release of one, as when
 * it was starting again at that moment. Then only asking once more ends it.
 */
export function isStartNeeded(safety: SafetyView, scope: StopScope): boolean {
  if (stopOf(safety, scope) !== null) return true;
  const { signer } = safety;
  return scope.kind === 'all' && signer?.isStopped === true && signer.releasedFrom === null;
}
