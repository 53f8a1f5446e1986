// Gathers questions that are asked at the same moment into one, so that many orders cost one statement and not many.

/** Answers of all of `keys`, asked at once; a key without an answer is not in the map. */
export type AskAll<K, V> = (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>;

/** How many keys go into one statement. */
const keysMax = 200;

/**
 * Asks `askAll` once for everything that is asked for before the event loop comes round again. Nothing is remembered:
 * who asks later gets what is true later.
 */
export function gathered<K, V>(askAll: AskAll<K, V>): (key: K) => Promise<V | undefined> {
  let next: { readonly keys: Set<K>; readonly answers: Promise<ReadonlyMap<K, V>> } | null = null;
  return async (key) => {
    if (next === null || next.keys.size >= keysMax) {
      const keys = new Set<K>();
      const mine = {
        keys,
        answers: new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
          if (next === mine) next = null;
          return askAll([...keys]);
        }),
      };
      next = mine;
    }
    next.keys.add(key);
    return (await next.answers).get(key);
  };
}
