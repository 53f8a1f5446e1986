// Both implementations of argon2id against the vectors of its reference implementation, and Node's against the RFC's own.

import * as crypto from 'node:crypto';
import { expect, test } from 'vitest';
import { type Argon2id, argon2idOf, argon2idOfNode, argon2idOfWasm } from './argon2id.ts';

/** From `src/test.c` of phc-winner-argon2, version 0x13: passes, log2 of KiB, lanes, passphrase, salt, 32 bytes. */
const referenceVectors = [
  [2, 16, 1, 'password', 'somesalt', '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7'],
  [2, 8, 1, 'password', 'somesalt', '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe'],
  [2, 8, 2, 'password', 'somesalt', '6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037'],
  [1, 16, 1, 'password', 'somesalt', 'f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98'],
  [4, 16, 1, 'password', 'somesalt', '9025d48e68ef7395cca9079da4c4ec3affb3c8911fe4f86d1a2520856f63172c'],
  [
    2,
    16,
    1,
    'differentpassword',
    'somesalt',
    '0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde',
  ],
  [2, 16, 1, 'password', 'diffsalt', 'bdf32b05ccc42eb15d58fd19b1f856b113da1e9a5874fdcc544308565aa8141c'],
] as const;

const node = argon2idOfNode();
const implementations: readonly (readonly [string, Argon2id])[] = [
  ['argon2idOfWasm', argon2idOfWasm],
  ['argon2idOf', argon2idOf],
  ...(node === null ? [] : [['argon2idOfNode', node] as const]),
];

test.each(implementations)('%s() gives the bytes of the reference implementation', async (_, argon2id) => {
  for (const [passes, log2, lanes, passphrase, salt, expected] of referenceVectors) {
    const stretched = await argon2id({
      passphrase: Buffer.from(passphrase),
      salt: Buffer.from(salt),
      memoryKiB: 2 ** log2,
      passes,
      lanes,
      length: 32,
    });
    expect(stretched.toString('hex')).toBe(expected);
  }
});

test('argon2idOfNode() and argon2idOfWasm() agree at our parameters, for bytes that are no text', async () => {
  const other = node ?? argon2idOfWasm;
  const input = { memoryKiB: 65_536, passes: 3, lanes: 1, length: 32 };
  const passphrase = crypto.randomBytes(41);
  const salt = crypto.randomBytes(16);
  const [one, two] = [
    await argon2idOfWasm({ ...input, passphrase, salt }),
    await other({ ...input, passphrase, salt }),
  ];
  expect(one.equals(two)).toBe(true);
  expect(one).toHaveLength(32);
  const longer = await argon2idOfWasm({
    ...input,
    passphrase: Buffer.concat([passphrase, passphrase]),
    salt,
  });
  expect(longer.equals(one)).toBe(false);
});

// Section 5.3 of RFC 9106 uses a secret and associated data. hash-wasm has no place for the second, and we use neither:
// where this Node has argon2, it is held to the RFC, and hash-wasm is held to it and to the reference above.
test('argon2idOfNode() rests on an argon2 that gives the tag of RFC 9106, section 5.3', async () => {
  const tag = await tagOfRfc();
  const expected = '0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659';
  expect(tag).toBe(node === null ? null : expected);
});

function tagOfRfc(): Promise<string | null> {
  const argon2: unknown = Reflect.get(crypto, 'argon2');
  if (typeof argon2 !== 'function') return Promise.resolve(null);
  const parameters = {
    message: Buffer.alloc(32, 1),
    nonce: Buffer.alloc(16, 2),
    secret: Buffer.alloc(8, 3),
    associatedData: Buffer.alloc(12, 4),
    parallelism: 4,
    tagLength: 32,
    memory: 32,
    passes: 3,
  };
  return new Promise((resolve) => {
    argon2('argon2id', parameters, (_error: unknown, tag: unknown) =>
      resolve(Buffer.isBuffer(tag) ? tag.toString('hex') : 'no bytes'),
    );
  });
}
