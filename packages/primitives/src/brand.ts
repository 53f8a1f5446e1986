// A brand makes two values of one runtime type different types, so that they cannot be mixed up.

declare const brandName: unique symbol;

/** `Base` marked with a compile-time name; at run time it is just a `Base`. */
export type Brand<Base, Name extends string> = Base & { readonly [brandName]: Name };

type BaseOf<T> = T extends string ? string : T extends bigint ? bigint : T extends number ? number : never;

/** The one unchecked cast of the house: call it only where the value was just checked. */
export function brand<T>(value: BaseOf<T>): T {
  return value as T;
}
