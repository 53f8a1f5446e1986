// Network addresses in one spelling each, so that two can be compared as text.

import { isIP } from 'node:net';

/** The canonical spelling of a literal IPv4 or IPv6 address (`::ffff:` ones as IPv4), or null. */
export function canonicalAddress(text: string): string | null {
  const trimmed = text.trim();
  const family = isIP(trimmed);
  if (family === 4) return trimmed;
  if (family !== 6 || trimmed.includes('%')) return null;
  const compressed = new URL(`http://[${trimmed}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(compressed);
  return mapped === null ? compressed : dotted(mapped[1] ?? '0', mapped[2] ?? '0');
}

function dotted(high: string, low: string): string {
  const bits = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return bits.flatMap((half) => [half >>> 8, half & 255]).join('.');
}
