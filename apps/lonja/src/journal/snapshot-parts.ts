// A value as parts: one of structured clone, and each long typed array of it by itself, to be written a part at a time.

import { DefaultDeserializer, DefaultSerializer } from 'node:v8';

// Shorter arrays are copied into the first part.
const longBytes = 4_096;
const floats = 0;
const unsigned = 1;

/** The parts of plain data, maps, bigints, `Float64Array` and `Uint32Array`; long arrays are not copied. */
export function encodeParts(value: unknown): readonly Uint8Array[] {
  const serializer = new PartSerializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  return [serializer.releaseBuffer(), ...serializer.long];
}

/** What `encodeParts` was given, or null when the parts cannot be read. */
export function decodeParts([first, ...long]: readonly Uint8Array[]): unknown {
  if (first === undefined) return null;
  try {
    const deserializer = new PartDeserializer(Buffer.from(first), long);
    deserializer.readHeader();
    return deserializer.readValue();
  } catch {
    return null;
  }
}

class PartSerializer extends DefaultSerializer {
  readonly long: Uint8Array[] = [];

  // Called by the base class for every typed array.
  _writeHostObject(view: object): void {
    if (!(view instanceof Float64Array || view instanceof Uint32Array))
      throw new TypeError('not a known array');
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    this.writeUint32(view instanceof Float64Array ? floats : unsigned);
    this.writeUint32(bytes.length);
    this.writeUint32(bytes.length < longBytes ? 0 : 1);
    if (bytes.length < longBytes) this.writeRawBytes(bytes);
    else this.long.push(bytes);
  }
}

class PartDeserializer extends DefaultDeserializer {
  readonly #long: readonly Uint8Array[];
  #next = 0;

  constructor(first: Buffer, long: readonly Uint8Array[]) {
    super(first);
    this.#long = long;
  }

  _readHostObject(): Float64Array | Uint32Array {
    const kind = this.readUint32();
    const length = this.readUint32();
    // Copied, because an array of eight-byte numbers must begin at a multiple of eight.
    const bytes = Uint8Array.from(this.readUint32() === 0 ? this.readRawBytes(length) : this.#nextLong());
    return kind === floats ? new Float64Array(bytes.buffer) : new Uint32Array(bytes.buffer);
  }

  #nextLong(): Uint8Array {
    this.#next += 1;
    return this.#long[this.#next - 1] ?? new Uint8Array(0);
  }
}
