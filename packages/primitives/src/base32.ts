// Lower-case base32 (RFC 4648 alphabet, no padding): bytes as text that survives case folding and every id rule.

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** Encodes bytes, five bits a character, most significant first. */
export function base32Lower(bytes: Uint8Array): string {
  let text = '';
  let buffered = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffered = (buffered << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(buffered >>> bits) & 31] ?? '';
    }
    buffered &= (1 << bits) - 1;
  }
  return bits > 0 ? text + (alphabet[(buffered << (5 - bits)) & 31] ?? '') : text;
}
