// Reads the envelope of a REST answer: a payload, a coded refusal, or something that is neither.

/** `code` is four digits as text, whichever way the exchange wrote it. */
export type WireBody =
  | { readonly kind: 'payload'; readonly payload: unknown }
  | { readonly kind: 'error'; readonly code: string; readonly message: string }
  | { readonly kind: 'unreadable' };

/** HTML, truncated JSON and bodies without a known shape are unreadable (bitso-api 2.1). */
export function readBody(text: string): WireBody {
  const body = fieldsOf(parseJson(text));
  if (body === null) return { kind: 'unreadable' };
  const error = fieldsOf(body['error']);
  if (error !== null) {
    const { code, message } = error;
    const isCode = typeof code === 'number' || (typeof code === 'string' && /^[0-9]{1,6}$/.test(code));
    if (!isCode) return { kind: 'unreadable' };
    return {
      kind: 'error',
      code: String(code).padStart(4, '0'),
      message: typeof message === 'string' ? message.slice(0, 500) : '',
    };
  }
  if (body['success'] !== true || !('payload' in body)) return { kind: 'unreadable' };
  return { kind: 'payload', payload: body['payload'] };
}

/** The fields of a JSON object, or null for anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return { ...value };
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}
