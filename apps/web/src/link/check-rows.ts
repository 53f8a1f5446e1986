// Turns the steps of a check, as the server tells them, into rows: what is done, and the one that is under way.
import type { CheckStep } from '@mandato/server/api-contract/link-contract';

/** One row; `sealed` happens in the browser, `starting` is the wait for the first word of the server. */
export interface CheckRow {
  readonly id: string;
  readonly step: CheckStep | { readonly kind: 'sealed' | 'starting' };
  readonly isDone: boolean;
}

export interface CheckSoFar {
  readonly isSealed: boolean;
  readonly isRunning: boolean;
  readonly steps: readonly CheckStep[];
}

/** An asked question and its answer are one row; a question without an answer yet is under way. */
export function checkRows({ isSealed, isRunning, steps }: CheckSoFar): readonly CheckRow[] {
  const sealed: CheckRow = { id: 'sealed', step: { kind: 'sealed' }, isDone: isSealed };
  if (!isSealed) return [sealed];
  if (steps.length === 0) {
    return isRunning ? [sealed, { id: 'starting', step: { kind: 'starting' }, isDone: false }] : [sealed];
  }
  const answered = new Set(steps.flatMap((step) => (step.kind === 'answered' ? [step.probe] : [])));
  const shown = steps.filter((step) => step.kind !== 'asking' || !answered.has(step.probe));
  const rows = shown.map((step) => ({ id: idOf(step), step, isDone: step.kind !== 'asking' }));
  return [sealed, ...rows];
}

// The same row before and after its answer, so that it does not jump.
function idOf(step: CheckStep): string {
  return step.kind === 'asking' || step.kind === 'answered' ? step.probe : step.kind;
}
