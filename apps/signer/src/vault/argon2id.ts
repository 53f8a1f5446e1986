// Argon2id (RFC 9106, version 0x13): Node's own where the running Node has one, else hash-wasm's; both give the same bytes.

import * as crypto from 'node:crypto';
import { argon2id as wasmArgon2id } from 'hash-wasm';

/** What goes in; `secret` and `associatedData` of the RFC are not used. The passphrase is not overwritten. */
export interface Argon2idInput {
  readonly passphrase: Buffer;
  /** 16 bytes or more. */
  readonly salt: Buffer;
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
  /** Of the answer, in bytes. */
  readonly length: number;
}

/** One implementation of it. */
export type Argon2id = (input: Argon2idInput) => Promise<Buffer>;

/** The stretched bytes, by whichever implementation this Node has. */
export function argon2idOf(input: Argon2idInput): Promise<Buffer> {
  return (argon2idOfNode() ?? argon2idOfWasm)(input);
}

/** WebAssembly out of this very bundle: it reads no file and starts no thread, so that it works under every permission. */
export async function argon2idOfWasm(input: Argon2idInput): Promise<Buffer> {
  const { passphrase, salt, memoryKiB, passes, lanes, length } = input;
  const stretched = await wasmArgon2id({
    password: passphrase,
    salt,
    memorySize: memoryKiB,
    iterations: passes,
    parallelism: lanes,
    hashLength: length,
    outputType: 'binary',
  });
  const answer = Buffer.from(stretched);
  stretched.fill(0);
  return answer;
}

/** Node's own (24.7 and later), which keeps to OpenSSL's memory, or null where this Node has none. */
export function argon2idOfNode(): Argon2id | null {
  // Looked up by name: a module that imports what this Node lacks would not load at all.
  const argon2: unknown = Reflect.get(crypto, 'argon2');
  if (typeof argon2 !== 'function') return null;
  return ({ passphrase, salt, memoryKiB, passes, lanes, length }) =>
    new Promise((resolve, reject) => {
      const message = passphrase;
      const parameters = {
        message,
        nonce: salt,
        parallelism: lanes,
        tagLength: length,
        memory: memoryKiB,
        passes,
      };
      argon2('argon2id', parameters, (error: unknown, stretched: unknown) => {
        if (Buffer.isBuffer(stretched)) resolve(stretched);
        else reject(error instanceof Error ? error : new TypeError('argon2 gave no bytes'));
      });
    });
}
