// Journal records as text: one line with a checksum, a number and JSON in which bigints survive.

import { crc32 } from 'node:zlib';

/** A record read back: its number and its value, which the caller must still recognise. */
export interface JournalRecord {
  readonly sequence: number;
  readonly value: unknown;
}

const bigintKey = '$n';

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
  #bytes: Buffer;
  #end = 0;

  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafe(capacity);
  }

  /** Adds one record and answers how many bytes it takes. */
  add(sequence: number, value: unknown): number {
    const body = `${sequence} ${jsonOf(value)}`;
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    this.#reserve(prefixBytes + body.length * 3 + 1);
    const start = this.#end;
    const bodyStart = start + prefixBytes;
    const bodyEnd = bodyStart + this.#bytes.write(body, bodyStart, 'utf8');
    writeHex(this.#bytes, start, crc32(this.#bytes.subarray(bodyStart, bodyEnd)));
    this.#bytes[bodyStart - 1] = space;
    this.#bytes[bodyEnd] = newline;
    this.#end = bodyEnd + 1;
    return this.#end - start;
  }

  /** All the records so far; the bytes are good until the next one is added. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#end);
    this.#end = 0;
    return taken;
  }

  #reserve(bytes: number): void {
    if (this.#end + bytes <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#end + bytes));
    this.#bytes.copy(grown, 0, 0, this.#end);
    this.#bytes = grown;
  }
}

const hexDigits = Buffer.from('0123456789abcdef');

function writeHex(bytes: Buffer, start: number, value: number): void {
  for (let digit = 0; digit < 8; digit += 1) {
    bytes[start + digit] = hexDigits[(value >>> (28 - digit * 4)) & 15] ?? 0;
  }
}

/** Reads one line without its newline; null when it is not a whole record. */
export function decodeRecord(line: Buffer): JournalRecord | null {
  const body = line.subarray(prefixBytes);
  if (line.length < 12 || line.toString('latin1', 0, 9) !== `${checksum(body)} `) return null;
  const text = body.toString('utf8');
  const gap = text.indexOf(' ');
  const sequence = Number(text.slice(0, gap));
  if (gap < 1 || !Number.isSafeInteger(sequence)) return null;
  const value: unknown = JSON.parse(text.slice(gap + 1));
  return { sequence, value: withBigints(value) };
}

function checksum(body: Uint8Array | string): string {
  return crc32(body).toString(16).padStart(8, '0');
}

/**
 * The JSON of plain data, bigints as `{"$n":"digits"}`; fields that are undefined are left out. Several times as fast
 * as `JSON.stringify` with a replacer, and every command is written.
 */
function jsonOf(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'bigint') return `{"${bigintKey}":"${value}"}`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`;
  return isFields(value) ? jsonOfFields(value) : 'null';
}

function isFields(value: object): value is Readonly<Record<string, unknown>> {
  return !Array.isArray(value);
}

function jsonOfFields(fields: Readonly<Record<string, unknown>>): string {
  let text = '{';
  for (const key of Object.keys(fields)) {
    const field = fields[key];
    if (field === undefined) continue;
    text += text.length === 1 ? keyText(key) : `,${keyText(key)}`;
    text += jsonOf(field);
  }
  return `${text}}`;
}

// Keys come from our own commands, so there are few.
const keyTexts = new Map<string, string>();

function keyText(key: string): string {
  const known = keyTexts.get(key);
  if (known !== undefined) return known;
  const text = `${JSON.stringify(key)}:`;
  if (keyTexts.size < 1_000) keyTexts.set(key, text);
  return text;
}

// Nearly every text of a record is a word or an id, which needs no escapes.
const plainText = /^[\w .:/@+-]*$/;

function quoted(text: string): string {
  return plainText.test(text) ? `"${text}"` : JSON.stringify(text);
}

// A walk of our own is several times as fast as a reviver, and a start replays many records.
function withBigints(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withBigints);
  if (bigintKey in value) {
    const digits = value[bigintKey];
    if (typeof digits === 'string' && /^-?[0-9]+$/.test(digits)) return BigInt(digits);
  }
  const fields: Record<string, unknown> = { ...value };
  for (const [key, field] of Object.entries(fields)) {
    if (typeof field === 'object' && field !== null) fields[key] = withBigints(field);
  }
  return fields;
}
