// A request body as JSON: an object, or the code that says why not. The content type is never consulted.

import { err, ok, type Result } from '@mandato/primitives/result';

/** Reads a JSON object. Not JSON → `0304`; JSON of another type → `0372`. */
export function parseJsonObject(body: string): Result<Readonly<Record<string, unknown>>, '0304' | '0372'> {
  const parsed = parseJson(body);
  if (parsed === undefined) return err('0304');
  return isPlainObject(parsed) ? ok(parsed) : err('0372');
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// JSON has no undefined, so undefined can stand for "not JSON".
function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
