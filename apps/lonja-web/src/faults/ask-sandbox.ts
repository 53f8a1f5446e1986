// Asks the fault dials of this Lonja over their own addresses, which programs use too.
import type { SandboxFaults, SandboxSwitches } from '@mandato/lonja/api-contract/sandbox-contract';
import { queryOptions } from '@tanstack/react-query';

/** What the exchange answered no to, in its own words. */
export class SandboxRefused extends Error {}

export const faultsQuery = queryOptions({
  queryKey: ['faults'],
  queryFn: async (): Promise<SandboxFaults> => {
    const answer = await ask('faults', 'GET');
    if (isFaults(answer)) return answer;
    throw new SandboxRefused('unreadable');
  },
  refetchInterval: 3_000,
});

export const switchesQuery = queryOptions({
  queryKey: ['switches'],
  queryFn: async (): Promise<SandboxSwitches> => {
    const answer = await ask('switches', 'GET');
    if (isSwitches(answer)) return answer;
    throw new SandboxRefused('unreadable');
  },
});

export function setFault(rule: object): Promise<unknown> {
  return ask('faults', 'POST', rule);
}

/** One dial, or (null) all of them. */
export function removeFault(id: string | null): Promise<unknown> {
  return ask(id === null ? 'faults' : `faults/${encodeURIComponent(id)}`, 'DELETE');
}

export function setSwitch(name: string, value: boolean | number): Promise<unknown> {
  return ask('switches', 'POST', { [name]: value });
}

async function ask(path: string, method: string, json?: object): Promise<unknown> {
  const response = await fetch(`/sandbox/${path}`, {
    method,
    ...(json === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) }),
  });
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  const why = typeof answer === 'object' && answer !== null && 'error' in answer ? String(answer.error) : '';
  throw new SandboxRefused(why);
}

// Same origin and same release: the contract's types hold once the answer is one of ours.
function isFaults(answer: unknown): answer is SandboxFaults {
  return typeof answer === 'object' && answer !== null && 'faults' in answer && 'verbs' in answer;
}

function isSwitches(answer: unknown): answer is SandboxSwitches {
  return typeof answer === 'object' && answer !== null && 'switches' in answer;
}
