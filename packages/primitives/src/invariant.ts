// An invariant is a statement that only our own bug can break; breaking one stops the work.

/** Raised by `invariant` and `unreachable`: a bug of ours, never a person's mistake. */
export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken';
}

/** Stops the work with `statement` (what should have held) when `holds` is false. */
export function invariant(holds: boolean, statement: string): asserts holds {
  if (!holds) throw new InvariantBroken(statement);
}

/** Stops the work with `statement`, in the place of a value that should have been there: `found ?? broken('…')`. */
export function broken(statement: string): never {
  throw new InvariantBroken(statement);
}

/** Closes an exhaustive switch: reaching it is a compile error first and an invariant second. */
export function unreachable(value: never): never {
  throw new InvariantBroken(`unreachable variant: ${JSON.stringify(value)}`);
}
