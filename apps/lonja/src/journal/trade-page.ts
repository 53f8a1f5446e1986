// A page of old trades as the bytes of its file: checksum, length of the numbers, the numbers, and the origin ids.

import { crc32 } from 'node:zlib';
import type { TradeRows } from '@mandato/exchange-core/store/trade-store';

const headerBytes = 16;

/** The parts of the file, one behind the other; the numbers are not copied. Origin ids are JSON, and nothing without any. */
export function encodePage({ numbers, originIds }: TradeRows): readonly Uint8Array[] {
  const rows = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  const ids = Buffer.from(originIds === null ? '' : JSON.stringify(originIds));
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(rows.length, 4);
  header.writeUInt32LE(crc32(ids, crc32(rows, crc32(header.subarray(4)))), 0);
  return [header, rows, ids];
}

/** The rows of a file; throws when it is not as it was written. */
export function decodePage(file: Buffer): TradeRows {
  const isWhole = file.length >= headerBytes && file.readUInt32LE(0) === crc32(file.subarray(4));
  if (!isWhole) throw new Error('a page of old trades is damaged');
  const end = headerBytes + file.readUInt32LE(4);
  const numbers = new Float64Array((end - headerBytes) / Float64Array.BYTES_PER_ELEMENT);
  Buffer.from(numbers.buffer).set(file.subarray(headerBytes, end));
  return { numbers, originIds: end === file.length ? null : originIdsOf(file.toString('utf8', end)) };
}

/** True for a file of exactly these parts. */
export function isPageOf(file: Buffer, parts: readonly Uint8Array[]): boolean {
  let at = 0;
  for (const part of parts) {
    if (Buffer.compare(file.subarray(at, at + part.length), part) !== 0) return false;
    at += part.length;
  }
  return at === file.length;
}

function originIdsOf(text: string): (string | null)[] {
  const ids: unknown = JSON.parse(text);
  return Array.isArray(ids) ? ids.map((id) => (typeof id === 'string' ? id : null)) : [];
}
