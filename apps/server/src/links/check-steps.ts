// The steps of checks that are under way, kept for the page that started them; in memory, and only for a while.

import type { Clock } from '@mandato/primitives/ports';
import type { AuditStep } from '@mandato/signer/client/signer-protocol';
import type { CheckStep } from '../api-contract/link-contract.ts';

/** Takes the steps of one check as they happen. */
export interface CheckSteps {
  tell(step: AuditStep | Exclude<CheckStep, { kind: 'opened' | 'asking' | 'answered' }>): void;
}

export interface ChecksUnderWay {
  begin(check: { readonly userId: string; readonly checkId: string }): CheckSteps;
  /** What happened so far; nothing for a check that is unknown, too old, or somebody else's. */
  read(check: { readonly userId: string; readonly checkId: string }): CheckStep[];
}

const keptMs = 10 * 60_000;
const keptMax = 1_000;

export function checksUnderWay(wall: Clock): ChecksUnderWay {
  const checks = new Map<string, { readonly startedMs: number; readonly steps: CheckStep[] }>();
  const forgetOld = () => {
    for (const [name, { startedMs }] of checks) {
      if (checks.size < keptMax && wall.nowMs() - startedMs < keptMs) return;
      checks.delete(name);
    }
  };
  // The person is part of the name, so that nobody reads, or writes over, the check of somebody else.
  const nameOf = (check: { readonly userId: string; readonly checkId: string }) =>
    `${check.userId} ${check.checkId}`;
  return {
    begin: (check) => {
      forgetOld();
      const steps: CheckStep[] = [];
      checks.set(nameOf(check), { startedMs: wall.nowMs(), steps });
      return { tell: (step) => void steps.push(shown(step)) };
    },
    read: (check) => [...(checks.get(nameOf(check))?.steps ?? [])],
  };
}

function shown(step: Parameters<CheckSteps['tell']>[0]): CheckStep {
  if (step.kind !== 'answered') return step;
  const { probe, answer } = step.evidence;
  const isAnswered = answer.kind === 'answered';
  return {
    kind: 'answered',
    probe,
    status: isAnswered ? answer.status : null,
    code: isAnswered ? answer.code : null,
  };
}
