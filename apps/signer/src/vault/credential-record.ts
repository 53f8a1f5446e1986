// A stored credential as it lies on the disk: ciphertext and what it is bound to, nothing readable without the key file.

import { plainRecord } from '../client/plain-record.ts';
import type { CredentialOwner, KeyFace } from '../client/signer-protocol.ts';
import type { OpenCredential } from '../sign/sign-request.ts';
import type { DerivedKeys } from './derived-keys.ts';
import { type Envelope, openEnvelope, readEnvelope, sealEnvelope } from './envelope.ts';

export interface CredentialRecord {
  readonly v: 1;
  readonly alg: 'A256GCM';
  readonly kekId: string;
  readonly credentialId: string;
  readonly owner: CredentialOwner;
  readonly face: KeyFace;
  readonly storedAtMs: number;
  readonly apiKey: Envelope;
  readonly apiSecret: Envelope;
}

/** Seals an opened credential into a record bound to its owner, id and fingerprint. */
export function sealRecord(
  keys: DerivedKeys,
  credential: OpenCredential,
  about: Pick<CredentialRecord, 'credentialId' | 'owner' | 'face' | 'storedAtMs'>,
): CredentialRecord {
  const bound = { ...about, kekId: keys.kekId };
  return {
    v: 1,
    alg: 'A256GCM',
    ...bound,
    apiKey: sealEnvelope(keys.wrap, contextOf(bound, 'apiKey'), credential.apiKey),
    apiSecret: sealEnvelope(keys.wrap, contextOf(bound, 'apiSecret'), credential.apiSecret),
  };
}

/** Opens a record, or null when any part of it is not what was sealed. The caller zeroes what it gets. */
export function openRecord(keys: DerivedKeys, record: CredentialRecord): OpenCredential | null {
  const apiKey = openEnvelope(keys.wrap, contextOf(record, 'apiKey'), record.apiKey);
  if (apiKey === null) return null;
  const apiSecret = openEnvelope(keys.wrap, contextOf(record, 'apiSecret'), record.apiSecret);
  if (apiSecret !== null) return { apiKey, apiSecret };
  apiKey.fill(0);
  return null;
}

/** Reads a record from the text of its file, or null. */
export function readRecord(text: string): CredentialRecord | null {
  const fields = plainRecord(parseJson(text)) ?? {};
  const { credentialId, kekId, storedAtMs } = fields;
  if (fields['v'] !== 1 || fields['alg'] !== 'A256GCM') return null;
  if (typeof credentialId !== 'string' || typeof kekId !== 'string') return null;
  if (typeof storedAtMs !== 'number') return null;
  const owner = readOwner(fields['owner']);
  const face = readFace(fields['face']);
  const apiKey = readEnvelope(fields['apiKey']);
  const apiSecret = readEnvelope(fields['apiSecret']);
  if (owner === null || face === null || apiKey === null || apiSecret === null) return null;
  return { v: 1, alg: 'A256GCM', kekId, credentialId, owner, face, storedAtMs, apiKey, apiSecret };
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

function contextOf(
  about: Pick<CredentialRecord, 'credentialId' | 'owner' | 'face' | 'kekId' | 'storedAtMs'>,
  field: 'apiKey' | 'apiSecret',
): readonly string[] {
  const { owner, face } = about;
  const version = '1';
  return [
    'mandato/vault/v1',
    about.kekId,
    owner.userId,
    owner.exchange,
    owner.linkId,
    about.credentialId,
    face.fingerprint,
    face.keyHint,
    String(about.storedAtMs),
    field,
    version,
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
