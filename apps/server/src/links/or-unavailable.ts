// Makes a signer that is not there an answer like any other.

import { err, type Result } from '@mandato/primitives/result';

/** What `ask` answers, or `signer_unavailable` when it rejects. */
export async function orUnavailable<T, E>(
  ask: () => Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }>,
): Promise<Result<T, E | 'signer_unavailable'>> {
  try {
    return await ask();
  } catch {
    return err('signer_unavailable');
  }
}
