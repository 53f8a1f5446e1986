// Looks at untrusted values as plain records: own string keys only, no inherited or odd prototypes.

/** The value as a record when it is a plain object, else null. */
export function plainRecord(value: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return null;
  const copy: Record<string, unknown> = Object.create(null);
  for (const key of Reflect.ownKeys(value)) {
    if (typeof key !== 'string') return null;
    copy[key] = Reflect.get(value, key);
  }
  return copy;
}

/** As `plainRecord`, but null unless its keys are exactly `keys`. */
export function closedRecord(
  value: unknown,
  keys: readonly string[],
): Readonly<Record<string, unknown>> | null {
  const record = plainRecord(value);
  if (record === null) return null;
  const found = Object.keys(record);
  return found.length === keys.length && found.every((key) => keys.includes(key)) ? record : null;
}
