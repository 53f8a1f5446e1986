// Joins parts so that no two different lists give the same bytes: each part carries its own length.

/** Each part as UTF-8 (or raw bytes) behind its 4-byte big-endian length. */
export function lengthPrefixed(parts: readonly (string | Uint8Array)[]): Buffer {
  const chunks: Uint8Array[] = [];
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
    const head = Buffer.alloc(4);
    head.writeUInt32BE(bytes.length, 0);
    chunks.push(head, bytes);
  }
  return Buffer.concat(chunks);
}
