// What a simulation found broken, by the codes of the invariants.

export type InvariantCode =
  | 'V1'
  | 'V2'
  | 'V3'
  | 'V4'
  | 'V5'
  | 'V6'
  | 'V7'
  | 'V8'
  | 'V9'
  | 'V10'
  | 'V11'
  | 'V12'
  | 'V13'
  | 'V14'
  | 'V15'
  | 'V16'
  | 'V17'
  | 'V18'
  | 'V19'
  | 'V20'
  /** An `invariant` of the code itself, or a constraint of the tables. */
  | 'own';

export interface Finding {
  readonly code: InvariantCode;
  readonly subject: string;
  readonly atMs: number;
}

/** More than these of one run say nothing new. */
const keptMax = 20;

export class Findings {
  readonly list: Finding[] = [];
  readonly #nowMs: () => number;
  readonly #note: (line: string) => void;

  constructor(nowMs: () => number, note: (line: string) => void) {
    this.#nowMs = nowMs;
    this.#note = note;
  }

  add(code: InvariantCode, subject: string): void {
    this.#note(`!! ${code} ${subject}`);
    if (this.list.length < keptMax) this.list.push({ code, subject, atMs: this.#nowMs() });
  }

  /** Adds a finding unless `holds`. */
  expect(holds: boolean, code: InvariantCode, subject: string): void {
    if (!holds) this.add(code, subject);
  }
}
