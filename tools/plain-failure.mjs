// A failure whose message is all that the person needs to read: no stack is printed for it.

/** Thrown by tools; `exitCode` is what the command should end with. */
export class PlainFailure extends Error {
  /**
   * @param {string} sentence
   * @param {number} [exitCode]
   */
  constructor(sentence, exitCode = 1) {
    super(sentence);
    this.exitCode = exitCode;
  }
}

/**
 * Runs `main`; a PlainFailure becomes its sentence on stderr and its exit code, anything else stays a crash.
 * @param {() => Promise<number>} main answers the exit code
 */
export async function runPlainly(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof PlainFailure)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
  }
}
