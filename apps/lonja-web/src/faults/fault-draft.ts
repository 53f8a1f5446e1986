// A dial while its form is filled in, and the rule that it becomes.
import type { SandboxVerb } from '@mandato/lonja/api-contract/sandbox-contract';

export interface FaultDraft {
  /** By parameter, as typed. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly stage: string;
  readonly method: string;
  readonly path: string;
  readonly book: string;
  readonly key: string;
  readonly probability: string;
  readonly skip: string;
  readonly times: string;
  readonly seed: string;
}

export function emptyFaultDraft(verb: SandboxVerb): FaultDraft {
  return {
    parameters: Object.fromEntries(verb.parameters.map(({ name, example }) => [name, example])),
    stage: 'after_engine',
    method: '',
    path: '',
    book: '',
    key: '',
    probability: '1',
    skip: '0',
    times: '',
    seed: '1',
  };
}

/** As `POST /sandbox/faults` takes it; what is empty is left out, and the exchange says what it does not take. */
export function ruleOf(verb: SandboxVerb, draft: FaultDraft): object {
  const parameters = verb.parameters.flatMap(({ name, kind }) => {
    const typed = (draft.parameters[name] ?? '').trim();
    if (typed === '') return [];
    return [[name, kind === 'whole_number' ? numberOrText(typed) : typed]];
  });
  const words = Object.entries({ method: draft.method, path: draft.path, book: draft.book, key: draft.key });
  return {
    do: { verb: verb.verb, ...Object.fromEntries(parameters) },
    ...(verb.isCondition ? {} : { when: draft.stage }),
    match: {
      ...Object.fromEntries(
        words.filter(([, value]) => value.trim() !== '').map(([name, value]) => [name, value.trim()]),
      ),
      ...(draft.probability.trim() === '' ? {} : { probability: numberOrText(draft.probability.trim()) }),
      ...(draft.skip.trim() === '' ? {} : { skip: numberOrText(draft.skip.trim()) }),
    },
    ...(draft.times.trim() === '' ? {} : { times: numberOrText(draft.times.trim()) }),
    ...(draft.seed.trim() === '' ? {} : { seed: numberOrText(draft.seed.trim()) }),
  };
}

// What is no number is sent as it is typed, so that the exchange can say so.
function numberOrText(typed: string): number | string {
  return /^[0-9]+(\.[0-9]+)?$/.test(typed) ? Number(typed) : typed;
}

/** A rule as the line for a terminal that does the same. */
export function curlOf(origin: string, rule: object): string {
  return `curl -X POST ${origin}/sandbox/faults -d '${JSON.stringify(rule).replaceAll("'", "'\\''")}'`;
}
