// The JSON of plain data straight into bytes: every command is written, and a text in between costs more than its bytes.

/** A bigint is an object with its digits under this key. */
export const bigintKey = '$n';

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const zero = 0x30;

/**
 * Bytes that grow at their end. Bigints are `{"$n":"digits"}` and fields that are undefined are left out; the rest is
 * what `JSON.stringify` writes for data without methods.
 */
export class JsonBytes {
  bytes: Buffer;
  end = 0;

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafe(Math.max(64, capacity));
  }

  /** Everything so far; the bytes are good until something is added again. */
  take(): Buffer {
    const taken = this.bytes.subarray(0, this.end);
    this.end = 0;
    return taken;
  }

  /** Leaves room for so many bytes, which are written later. */
  leaveRoom(bytes: number): void {
    this.#reserve(bytes);
    this.end += bytes;
  }

  addByte(byte: number): void {
    this.#reserve(1);
    this.bytes[this.end] = byte;
    this.end += 1;
  }

  addValue(value: unknown): void {
    if (typeof value === 'string') this.addText(value);
    else if (typeof value === 'number') this.#addNumber(value);
    else if (typeof value === 'bigint') this.addBigint(value);
    else if (typeof value !== 'object' || value === null) this.#addPlain(JSON.stringify(value) ?? 'null');
    else if (Array.isArray(value)) this.#addList(value);
    else if (isFields(value)) this.#addFields(value);
  }

  /** JSON that was written before, of characters that take one byte each. */
  addReady(json: Buffer): void {
    const { length } = json;
    this.#reserve(length);
    const { bytes, end } = this;
    for (let at = 0; at < length; at += 1) bytes[end + at] = json[at] ?? 0;
    this.end = end + length;
  }

  /** A whole number that is not negative, of at most 2^53 - 1. */
  addInteger(value: number): void {
    this.#reserve(16);
    const high = Math.floor(value / 10_000_000);
    const width = high === 0 ? digitsOf(value) : digitsOf(high) + 7;
    const { bytes } = this;
    let at = this.end + width - 1;
    let rest = value - high * 10_000_000;
    for (let digit = high === 0 ? width : 7; digit > 0; digit -= 1, at -= 1) {
      const tenth = (rest / 10) | 0;
      bytes[at] = zero + rest - tenth * 10;
      rest = tenth;
    }
    for (rest = high; rest > 0; at -= 1) {
      const tenth = Math.floor(rest / 10);
      bytes[at] = zero + rest - tenth * 10;
      rest = tenth;
    }
    this.end += width;
  }

  #addNumber(value: number): void {
    if (Number.isSafeInteger(value) && value >= 0) this.addInteger(value);
    else this.#addPlain(JSON.stringify(value));
  }

  addBigint(value: bigint): void {
    this.#addPlain(bigintStart);
    const small = Number(value);
    // Below 2^53 nothing was rounded.
    if (Number.isSafeInteger(small) && small >= 0) this.addInteger(small);
    else this.#addPlain(value.toString());
    this.#addPlain('"}');
  }

  #addList(values: readonly unknown[]): void {
    this.addByte(0x5b);
    for (let at = 0; at < values.length; at += 1) {
      if (at > 0) this.addByte(comma);
      this.addValue(values[at]);
    }
    this.addByte(0x5d);
  }

  #addFields(fields: Readonly<Record<string, unknown>>): void {
    this.addByte(0x7b);
    const start = this.end;
    for (const key in fields) {
      const field = fields[key];
      if (field === undefined) continue;
      if (this.end > start) this.addByte(comma);
      this.#addKey(key);
      this.addValue(field);
    }
    this.addByte(0x7d);
  }

  #addKey(key: string): void {
    this.addText(key);
    this.addByte(colon);
  }

  // Nearly every text of a record is a word or an id, which needs no escapes.
  addText(text: string): void {
    this.#reserve(text.length + 2);
    const { bytes, end } = this;
    bytes[end] = quote;
    const start = end + 1;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit < 0x20 || unit > 0x7e || unit === quote || unit === backslash) {
        this.#addUtf8(JSON.stringify(text));
        return;
      }
      bytes[start + at] = unit;
    }
    bytes[start + text.length] = quote;
    this.end = start + text.length + 1;
  }

  // Of characters that take one byte each.
  #addPlain(text: string): void {
    this.#reserve(text.length);
    const { bytes, end } = this;
    for (let at = 0; at < text.length; at += 1) bytes[end + at] = text.charCodeAt(at);
    this.end = end + text.length;
  }

  #addUtf8(text: string): void {
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    this.#reserve(text.length * 3);
    this.end += this.bytes.write(text, this.end, 'utf8');
  }

  #reserve(bytes: number): void {
    if (this.end + bytes <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.end + bytes));
    this.bytes.copy(grown, 0, 0, this.end);
    this.bytes = grown;
  }
}

const bigintStart = `{"${bigintKey}":"`;

function isFields(value: object): value is Readonly<Record<string, unknown>> {
  return !Array.isArray(value);
}

function digitsOf(value: number): number {
  let digits = 1;
  for (let bound = 10; value >= bound; bound *= 10) digits += 1;
  return digits;
}
