// One thing that ccxt must be able to do, and how a failed expectation is told.

import type { Stage } from './lonja-stage.ts';

export interface Check {
  /** ccxt's method, with what is special about this call in parentheses. */
  readonly method: string;
  /** Rejects when the answer is not as it must be; resolves with a few words about what was seen. */
  readonly run: (stage: Stage) => Promise<string>;
}

/** Fails the running check unless `holds`. */
export function expect(holds: boolean, statement: string): asserts holds {
  if (!holds) throw new Error(`not so: ${statement}`);
}

/** Expects `work` to be refused with ccxt's error class `name` and a message that contains `part`. */
export async function expectError(
  work: Promise<unknown>,
  wanted: { readonly name: string; readonly part: string },
): Promise<string> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error instanceof Error, `refused with ${wanted.name}, not answered`);
  const name = error.constructor.name;
  expect(name === wanted.name, `${wanted.name}, not ${name}: ${error.message.slice(0, 200)}`);
  expect(
    error.message.includes(wanted.part),
    `a message with ${wanted.part}, not ${error.message.slice(0, 200)}`,
  );
  return `${name} ${wanted.part}`;
}
