// Journal records as text: one line with a checksum, a number and JSON in which bigints survive.

import { crc32 } from './crc32.ts';

/** A record read back: its number and its value, which the caller must still recognise. */
export interface JournalRecord {
  readonly sequence: number;
  readonly value: unknown;
}

const bigintKey = '$n';

/** One line, newline included: `crc32 sequence json`, the checksum over everything after it. */
export function encodeRecord(sequence: number, value: unknown): string {
  const body = `${sequence} ${JSON.stringify(value, writeBigint)}`;
  return `${checksum(Buffer.from(body))} ${body}\n`;
}

/** Reads one line without its newline; null when it is not a whole record. */
export function decodeRecord(line: Buffer): JournalRecord | null {
  const body = line.subarray(9);
  if (line.length < 12 || line.toString('latin1', 0, 9) !== `${checksum(body)} `) return null;
  const text = body.toString('utf8');
  const space = text.indexOf(' ');
  const sequence = Number(text.slice(0, space));
  if (space < 1 || !Number.isSafeInteger(sequence)) return null;
  const value: unknown = JSON.parse(text.slice(space + 1), readBigint);
  return { sequence, value };
}

function checksum(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}

function writeBigint(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? { [bigintKey]: value.toString() } : value;
}

function readBigint(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !(bigintKey in value)) return value;
  const digits = value[bigintKey];
  return typeof digits === 'string' && /^-?[0-9]+$/.test(digits) ? BigInt(digits) : value;
}
