// A reason that a person can act on: one sentence on standard error and an exit code, never a stack.

export class PlainFailure extends Error {
  override readonly name = 'PlainFailure';
  readonly exitCode: number;

  constructor(sentence: string, exitCode = 1) {
    super(sentence);
    this.exitCode = exitCode;
  }
}
