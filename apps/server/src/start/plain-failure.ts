// A reason not to start that a person can act on: one sentence on standard error, and exit code 3.

export class PlainFailure extends Error {
  override readonly name = 'PlainFailure';
}

export const plainFailureExitCode = 3;
