// Journal records as text: one line with a checksum, a number and JSON in which bigints survive.

import { crc32 } from 'node:zlib';
import { bigintKey, JsonBytes } from './json-bytes.ts';

/** A record read back: its number and its value, which the caller must still recognise. */
export interface JournalRecord {
  readonly sequence: number;
  readonly value: unknown;
}

/** Adds the JSON of a value; false when it added nothing and leaves the value to the general way. */
export type WriteValue<Value> = (json: JsonBytes, value: Value) => boolean;

const newline = 0x0a;
const space = 0x20;
/** Before the body: the checksum and a space. */
const prefixBytes = 9;

/** One line, newline included: `crc32 sequence json`, the checksum over everything after it. */
export function encodeRecord(sequence: number, value: unknown): string {
  const line = new RecordBuffer(1);
  line.add(sequence, value);
  return line.take().toString('utf8');
}

/** Lines of records one after the other, in bytes that are used again and again. */
export class RecordBuffer {
  readonly #json: JsonBytes;

  constructor(capacity: number) {
    this.#json = new JsonBytes(capacity);
  }

  /** Adds one record and answers how many bytes it takes. */
  add<Value>(sequence: number, value: Value, write: WriteValue<Value> = leaveAlone): number {
    const json = this.#json;
    const start = json.end;
    json.leaveRoom(prefixBytes);
    json.addInteger(sequence);
    json.addByte(space);
    if (!write(json, value)) json.addValue(value);
    const body = json.bytes.subarray(start + prefixBytes, json.end);
    writeHex(json.bytes, start, crc32(body));
    json.bytes[start + prefixBytes - 1] = space;
    json.addByte(newline);
    return json.end - start;
  }

  /** All the records so far; the bytes are good until the next one is added. */
  take(): Buffer {
    return this.#json.take();
  }
}

const leaveAlone = () => false;

const hexDigits = Buffer.from('0123456789abcdef');

function writeHex(bytes: Buffer, start: number, value: number): void {
  for (let digit = 0; digit < 8; digit += 1) {
    bytes[start + digit] = hexDigits[(value >>> (28 - digit * 4)) & 15] ?? 0;
  }
}

/** Reads one line without its newline; null when it is not a whole record. */
export function decodeRecord(line: Buffer): JournalRecord | null {
  if (line.length < 12 || line[prefixBytes - 1] !== space) return null;
  const body = line.subarray(prefixBytes);
  if (!isHexOf(line, crc32(body))) return null;
  const text = body.toString('utf8');
  const gap = text.indexOf(' ');
  const sequence = Number(text.slice(0, gap));
  if (gap < 1 || !Number.isSafeInteger(sequence)) return null;
  const value: unknown = JSON.parse(text.slice(gap + 1));
  return { sequence, value: withBigints(value) };
}

function isHexOf(line: Buffer, value: number): boolean {
  for (let digit = 0; digit < 8; digit += 1) {
    if (line[digit] !== hexDigits[(value >>> (28 - digit * 4)) & 15]) return false;
  }
  return true;
}

// A walk of our own is several times as fast as a reviver, and a start replays many records. Nobody else holds what
// was just read, so it is changed in place.
function withBigints(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withBigints);
  if (!isFields(value)) return value;
  const digits = value[bigintKey];
  if (typeof digits === 'string' && /^-?[0-9]+$/.test(digits)) return BigInt(digits);
  for (const key in value) {
    const field = value[key];
    if (typeof field === 'object' && field !== null) value[key] = withBigints(field);
  }
  return value;
}

function isFields(value: object): value is Record<string, unknown> {
  return !Array.isArray(value);
}
