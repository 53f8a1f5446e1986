// The signer's own key pair that browsers seal credentials to; its private half is stored under the key file's key.

import { createECDH, createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '@mandato/primitives/result';
import { plainRecord } from '../client/plain-record.ts';
import type { SealingKey } from '../client/signer-protocol.ts';
import {
  type Envelope,
  openEnvelope,
  readEnvelope,
  rewrapEnvelope,
  sealEnvelope,
} from '../vault/envelope.ts';
import { currentEpoch, epochNamed, type SignerKeys } from '../vault/signer-keys.ts';
import { writeDurably } from '../vault/write-durably.ts';

export interface SealingPair {
  readonly publicKey: Buffer;
  readonly privateKey: Buffer;
  readonly keyId: string;
}

const context = ['mandato/sealing-pair/v2'];

/** Reads the pair; `key_file_wrong` when these keys did not encrypt it. */
export async function readSealingPair(
  directory: string,
  keys: SignerKeys,
): Promise<Result<SealingPair, 'key_file_wrong'>> {
  const stored = await readStored(directory);
  const epoch = stored === null ? null : epochNamed(keys, stored.epoch);
  const privateKey = stored === null || epoch === null ? null : openEnvelope(epoch, context, stored.envelope);
  return privateKey === null ? err('key_file_wrong') : ok(pairOf(privateKey));
}

/** Wraps the stored pair in the current epoch; nothing happens when it is already. */
export async function rewrapSealingPair(directory: string, keys: SignerKeys): Promise<void> {
  const to = currentEpoch(keys);
  const stored = await readStored(directory);
  if (stored === null || stored.epoch === to.id) return;
  const from = epochNamed(keys, stored.epoch);
  const envelope = from === null ? null : rewrapEnvelope({ from, to }, context, stored.envelope);
  if (envelope !== null) await writePair(directory, { epoch: to.id, envelope });
}

/** Makes the pair on the first start. */
export async function createSealingPair(directory: string, keys: SignerKeys): Promise<SealingPair> {
  const privateKey = newPrivateKey();
  const epoch = currentEpoch(keys);
  await writePair(directory, { epoch: epoch.id, envelope: sealEnvelope(epoch, context, privateKey) });
  return pairOf(privateKey);
}

/**
 * The pair that a passphrase is sealed to. It must be readable before anything is unlocked, so it lies in the clear in
 * the signer's own directory: it keeps the passphrase from whoever reads messages, not from whoever reads both.
 */
export async function openUnlockPair(directory: string, mayCreate: boolean): Promise<SealingPair | null> {
  const path = join(directory, 'unlock-pair.json');
  const stored = await readFile(path, 'utf8').catch(() => null);
  if (stored !== null) {
    const privateKey = plainRecord(JSON.parse(stored))?.['privateKey'];
    return typeof privateKey === 'string' ? pairOf(Buffer.from(privateKey, 'base64')) : null;
  }
  if (!mayCreate) return null;
  const privateKey = newPrivateKey();
  await writeDurably(path, `${JSON.stringify({ v: 2, privateKey: privateKey.toString('base64') })}\n`);
  return pairOf(privateKey);
}

/** The half that anybody may have. */
export function sealingKeyOf(pair: SealingPair): SealingKey {
  return { keyId: pair.keyId, publicKey: pair.publicKey.toString('base64') };
}

function newPrivateKey(): Buffer {
  const curve = createECDH('prime256v1');
  curve.generateKeys();
  // A private key shorter than 32 bytes would be stored without its leading zeros.
  const privateKey = Buffer.alloc(32);
  const generated = curve.getPrivateKey();
  generated.copy(privateKey, 32 - generated.length);
  generated.fill(0);
  return privateKey;
}

function pairOf(privateKey: Buffer): SealingPair {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(privateKey);
  const publicKey = curve.getPublicKey();
  const keyId = createHash('sha256').update(publicKey).digest('hex').slice(0, 16);
  return { publicKey, privateKey, keyId };
}

interface StoredPair {
  readonly epoch: string;
  readonly envelope: Envelope;
}

async function readStored(directory: string): Promise<StoredPair | null> {
  const fields = plainRecord(JSON.parse(await readFile(pairPath(directory), 'utf8'))) ?? {};
  const envelope = readEnvelope(fields['privateKey']);
  const { epoch } = fields;
  return envelope === null || typeof epoch !== 'string' ? null : { epoch, envelope };
}

async function writePair(directory: string, { epoch, envelope }: StoredPair): Promise<void> {
  await writeDurably(pairPath(directory), `${JSON.stringify({ v: 2, epoch, privateKey: envelope })}\n`);
}

function pairPath(directory: string): string {
  return join(directory, 'sealing-pair.json');
}
