// Values that may need the disk: what does not is answered in the same turn, without a promise.

/** A value that is there already, or will be. */
export type Soon<T> = T | Promise<T>;

/** `next` of the value: now when it is there, later when it is not. */
export function whenThere<T, U>(value: Soon<T>, next: (value: T) => Soon<U>): Soon<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
