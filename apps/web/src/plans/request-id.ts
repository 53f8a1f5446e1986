// The id of one wish to buy now: asked again with the same id, the server buys no second time.

/** 24 hexadecimal digits from the browser's random source. */
export function newRequestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
