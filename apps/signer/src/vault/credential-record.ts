// A stored credential as it lies on the disk: ciphertext and what it is bound to, nothing readable without the key file.

import { plainRecord } from '../client/plain-record.ts';
import type { CredentialOwner, KeyFace } from '../client/signer-protocol.ts';
import type { OpenCredential } from '../sign/sign-request.ts';
import { type Envelope, openEnvelope, readEnvelope, rewrapEnvelope, sealEnvelope } from './envelope.ts';
import { currentEpoch, epochNamed, type SignerKeys } from './signer-keys.ts';

export interface CredentialRecord {
  readonly v: 2;
  readonly alg: 'A256GCM';
  /** The epoch whose key wraps the data keys. */
  readonly epoch: string;
  readonly credentialId: string;
  /** Grows with every writing of any record; the register knows the last one of each. */
  readonly rowVersion: number;
  readonly owner: CredentialOwner;
  readonly face: KeyFace;
  readonly storedAtMs: number;
  readonly apiKey: Envelope;
  readonly apiSecret: Envelope;
}

/** What is bound to the secrets of a record: change any of it, and they cannot be opened. */
export type CredentialBinding = Pick<
  CredentialRecord,
  'credentialId' | 'rowVersion' | 'owner' | 'face' | 'storedAtMs'
>;

/** Seals an opened credential into a record bound to its owner, id, version and fingerprint. */
export function sealRecord(
  keys: SignerKeys,
  credential: OpenCredential,
  about: CredentialBinding,
): CredentialRecord {
  const epoch = currentEpoch(keys);
  return {
    v: 2,
    alg: 'A256GCM',
    epoch: epoch.id,
    ...about,
    apiKey: sealEnvelope(epoch, contextOf(about, 'apiKey'), credential.apiKey),
    apiSecret: sealEnvelope(epoch, contextOf(about, 'apiSecret'), credential.apiSecret),
  };
}

/** Opens a record, or null when any part of it is not what was sealed. The caller zeroes what it gets. */
export function openRecord(keys: SignerKeys, record: CredentialRecord): OpenCredential | null {
  const epoch = epochNamed(keys, record.epoch);
  if (epoch === null) return null;
  const apiKey = openEnvelope(epoch, contextOf(record, 'apiKey'), record.apiKey);
  if (apiKey === null) return null;
  const apiSecret = openEnvelope(epoch, contextOf(record, 'apiSecret'), record.apiSecret);
  if (apiSecret !== null) return { apiKey, apiSecret };
  apiKey.fill(0);
  return null;
}

/** The record with its data keys wrapped in the current epoch; null when they cannot be opened. */
export function rewrapRecord(keys: SignerKeys, record: CredentialRecord): CredentialRecord | null {
  const to = currentEpoch(keys);
  const from = epochNamed(keys, record.epoch);
  if (from === null) return null;
  const apiKey = rewrapEnvelope({ from, to }, contextOf(record, 'apiKey'), record.apiKey);
  const apiSecret = rewrapEnvelope({ from, to }, contextOf(record, 'apiSecret'), record.apiSecret);
  if (apiKey === null || apiSecret === null) return null;
  return { ...record, epoch: to.id, apiKey, apiSecret };
}

/** Reads a record from the text of its file, or null. */
export function readRecord(text: string): CredentialRecord | null {
  const fields = plainRecord(parseJson(text)) ?? {};
  const { credentialId, epoch, rowVersion, storedAtMs } = fields;
  if (fields['v'] !== 2 || fields['alg'] !== 'A256GCM') return null;
  if (typeof credentialId !== 'string' || typeof epoch !== 'string') return null;
  if (typeof rowVersion !== 'number' || typeof storedAtMs !== 'number') return null;
  const owner = readOwner(fields['owner']);
  const face = readFace(fields['face']);
  const apiKey = readEnvelope(fields['apiKey']);
  const apiSecret = readEnvelope(fields['apiSecret']);
  if (owner === null || face === null || apiKey === null || apiSecret === null) return null;
  const bound = { credentialId, rowVersion, owner, face, storedAtMs };
  return { v: 2, alg: 'A256GCM', epoch, ...bound, apiKey, apiSecret };
}

/** Reads an owner from an untrusted value, or null. */
export function readOwner(value: unknown): CredentialOwner | null {
  const { userId, linkId, exchange } = plainRecord(value) ?? {};
  if (typeof userId !== 'string' || userId === '' || userId.length > 200) return null;
  if (typeof linkId !== 'string' || linkId === '' || linkId.length > 200) return null;
  if (exchange !== 'bitso' && exchange !== 'practice') return null;
  return { userId, linkId, exchange };
}

function readFace(value: unknown): KeyFace | null {
  const { keyHint, fingerprint } = plainRecord(value) ?? {};
  if (typeof keyHint !== 'string' || typeof fingerprint !== 'string') return null;
  return { keyHint, fingerprint };
}

function contextOf(about: CredentialBinding, field: 'apiKey' | 'apiSecret'): readonly string[] {
  const { owner, face } = about;
  return [
    'mandato/vault/v2',
    owner.userId,
    owner.exchange,
    owner.linkId,
    about.credentialId,
    face.fingerprint,
    face.keyHint,
    String(about.storedAtMs),
    String(about.rowVersion),
    field,
  ];
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}
