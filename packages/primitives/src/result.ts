// A Result is an expected outcome as a value: either what was asked for, or a coded "no".

export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/** The successful outcome, carrying `value`. */
export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

/** The refused outcome, carrying a code or a coded record that a caller can switch on. */
export function err<E>(error: E): Result<never, E> {
  return { ok: false, error };
}
