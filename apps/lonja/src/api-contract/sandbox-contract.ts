// What the page of fault dials reads from `/sandbox/faults` and `/sandbox/switches`, as types.

/** A text in both languages of the portal. */
export interface BothLanguages {
  en: string;
  es: string;
}

export interface SandboxFaults {
  faults: readonly SandboxFault[];
  stages: readonly { stage: string; description: BothLanguages }[];
  verbs: readonly SandboxVerb[];
}

export interface SandboxVerb {
  verb: string;
  description: BothLanguages;
  /** True for a condition: it has no stage and holds until it is removed. */
  isCondition: boolean;
  parameters: readonly SandboxParameter[];
}

export interface SandboxParameter {
  name: string;
  description: BothLanguages;
  kind: 'whole_number' | 'decimal' | 'text' | 'choice';
  /** Of a choice. */
  choices: readonly string[];
  isRequired: boolean;
  /** What a form starts with; '' for nothing. */
  example: string;
}

/** A dial that is set, as it was given. */
export interface SandboxFault {
  id: string;
  rule: {
    when?: string | undefined;
    do: { verb: string } & Readonly<Record<string, unknown>>;
    match: Readonly<Record<string, unknown>>;
    times?: number | null | undefined;
    seed: number;
  };
  matched: number;
  met: number;
}

export interface SandboxSwitches {
  switches: readonly { name: string; value: boolean | number; description: BothLanguages }[];
}
