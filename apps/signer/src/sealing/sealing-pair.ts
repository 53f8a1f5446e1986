// The signer's own key pair that browsers seal credentials to; its private half is stored under the key file's key.

import { createECDH, createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '@mandato/primitives/result';
import { plainRecord } from '../client/plain-record.ts';
import type { SealingKey } from '../client/signer-protocol.ts';
import type { DerivedKeys } from '../vault/derived-keys.ts';
import { openEnvelope, readEnvelope, sealEnvelope } from '../vault/envelope.ts';
import { writeDurably } from '../vault/write-durably.ts';

export interface SealingPair {
  readonly publicKey: Buffer;
  readonly privateKey: Buffer;
  readonly keyId: string;
}

const context = ['mandato/sealing-pair/v1'];

/** Whether a pair was made before: then the key file must be there too. */
export async function hasSealingPair(directory: string): Promise<boolean> {
  return stat(pairPath(directory)).then(
    () => true,
    () => false,
  );
}

/** Reads the pair; `key_file_wrong` when this key file did not encrypt it. */
export async function readSealingPair(
  directory: string,
  keys: DerivedKeys,
): Promise<Result<SealingPair, 'key_file_wrong'>> {
  const fields = plainRecord(JSON.parse(await readFile(pairPath(directory), 'utf8')));
  const envelope = readEnvelope(fields?.['privateKey']);
  const privateKey = envelope === null ? null : openEnvelope(keys.wrap, context, envelope);
  return privateKey === null ? err('key_file_wrong') : ok(pairOf(privateKey));
}

/** Makes the pair on the first start. */
export async function createSealingPair(directory: string, keys: DerivedKeys): Promise<SealingPair> {
  const curve = createECDH('prime256v1');
  curve.generateKeys();
  // A private key shorter than 32 bytes would be stored without its leading zeros.
  const privateKey = Buffer.alloc(32);
  const generated = curve.getPrivateKey();
  generated.copy(privateKey, 32 - generated.length);
  generated.fill(0);
  const record = { v: 1, privateKey: sealEnvelope(keys.wrap, context, privateKey) };
  await writeDurably(pairPath(directory), `${JSON.stringify(record)}\n`);
  return pairOf(privateKey);
}

/** The half that anybody may have. */
export function sealingKeyOf(pair: SealingPair): SealingKey {
  return { keyId: pair.keyId, publicKey: pair.publicKey.toString('base64') };
}

function pairOf(privateKey: Buffer): SealingPair {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(privateKey);
  const publicKey = curve.getPublicKey();
  const keyId = createHash('sha256').update(publicKey).digest('hex').slice(0, 16);
  return { publicKey, privateKey, keyId };
}

function pairPath(directory: string): string {
  return join(directory, 'sealing-pair.json');
}
