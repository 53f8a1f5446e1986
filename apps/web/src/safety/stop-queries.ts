// What is stopped, asked often enough that a stop made elsewhere is seen soon.
import type { SafetyView, StopScope } from '@mandato/server/api-contract/safety-contract';
import { queries } from '../session/api.ts';

export function safetyQuery() {
  return queries.safety.state.queryOptions({ refetchInterval: 15_000 });
}

/** The stop of this very scope, if it is in force. */
export function stopOf(safety: SafetyView | undefined, scope: StopScope): SafetyView['stops'][number] | null {
  const found = safety?.stops.find(
    (stop) =>
      stop.scope.kind === scope.kind &&
      (stop.scope.kind !== 'plan' || scope.kind !== 'plan' || stop.scope.planId === scope.planId),
  );
  return found ?? null;
}
