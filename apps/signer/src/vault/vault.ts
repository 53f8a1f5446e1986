// The vault: stored credentials as encrypted files in the signer's own directory; opens one only for a single signature.

import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { base32Lower } from '@mandato/primitives/base32';
import { err, ok, type Result } from '@mandato/primitives/result';
import type { CredentialOwner, StoredCredential } from '../client/signer-protocol.ts';
import type { OpenCredential } from '../sign/sign-request.ts';
import { type CredentialRecord, openRecord, readRecord, sealRecord } from './credential-record.ts';
import type { DerivedKeys } from './derived-keys.ts';
import { keyFaceOf } from './key-face.ts';
import { removeDurably, unfinishedSuffix, writeDurably } from './write-durably.ts';

export interface Vault {
  /** Stores a credential that was audited. The same owner and key again give the same id. */
  store(
    owner: CredentialOwner,
    credential: OpenCredential,
  ): Promise<Result<StoredCredential, 'credential_already_stored' | 'storage_failed'>>;
  /** Whose credential it is, or null when it is unknown. */
  find(credentialId: string): StoredCredential | null;
  /** Opens a credential for one use; null when it is unknown or no longer what was stored. */
  open(credentialId: string): OpenCredential | null;
  forget(credentialId: string): Promise<void>;
  list(): readonly StoredCredential[];
}

const fileGrammar = /^cred_[a-z2-7]{26}\.json$/;

/** Reads every record of `directory`. With `isReadOnly` it creates and cleans nothing: so the auditor opens it. */
export async function openVault(
  directory: string,
  keys: DerivedKeys,
  options: { readonly isReadOnly: boolean },
): Promise<Vault> {
  if (!options.isReadOnly) await prepareDirectory(directory);
  const records = await readRecords(directory);
  // One writer at a time: a check for duplicates and the write that follows must not interleave.
  let lastWrite: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = lastWrite.then(work);
    lastWrite = turn.catch(() => undefined);
    return turn;
  };
  return {
    store: (owner, credential) => inTurn(() => storeRecord({ directory, keys, records }, owner, credential)),
    find: (credentialId) => {
      const record = records.get(credentialId);
      return record === undefined ? null : faceOf(record);
    },
    open: (credentialId) => {
      const record = records.get(credentialId);
      return record === undefined ? null : openRecord(keys, record);
    },
    forget: (credentialId) =>
      inTurn(async () => {
        if (!records.has(credentialId)) return;
        await removeDurably(pathOf(directory, credentialId));
        records.delete(credentialId);
      }),
    list: () => [...records.values()].map(faceOf),
  };
}

interface OpenedVault {
  readonly directory: string;
  readonly keys: DerivedKeys;
  readonly records: Map<string, CredentialRecord>;
}

async function storeRecord(
  vault: OpenedVault,
  owner: CredentialOwner,
  credential: OpenCredential,
): Promise<Result<StoredCredential, 'credential_already_stored' | 'storage_failed'>> {
  const face = keyFaceOf(vault.keys.fingerprint, owner.exchange, credential.apiKey);
  for (const record of vault.records.values()) {
    if (record.face.fingerprint !== face.fingerprint) continue;
    return isSameOwner(record.owner, owner) ? ok(faceOf(record)) : err('credential_already_stored');
  }
  const credentialId = `cred_${base32Lower(randomBytes(16))}`;
  const record = sealRecord(vault.keys, credential, { credentialId, owner, face, storedAtMs: Date.now() });
  try {
    await writeDurably(pathOf(vault.directory, credentialId), `${JSON.stringify(record)}\n`);
  } catch {
    return err('storage_failed');
  }
  vault.records.set(credentialId, record);
  return ok(faceOf(record));
}

function isSameOwner(one: CredentialOwner, other: CredentialOwner): boolean {
  return one.userId === other.userId && one.linkId === other.linkId && one.exchange === other.exchange;
}

function faceOf(record: CredentialRecord): StoredCredential {
  return { credentialId: record.credentialId, owner: record.owner, face: record.face };
}

function pathOf(directory: string, credentialId: string): string {
  return join(directory, `${credentialId}.json`);
}

async function prepareDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const name of await readdir(directory)) {
    if (name.endsWith(unfinishedSuffix)) await rm(join(directory, name), { force: true });
  }
}

// A file whose name and content disagree was moved by somebody else: it is left alone and not offered.
async function readRecords(directory: string): Promise<Map<string, CredentialRecord>> {
  const records = new Map<string, CredentialRecord>();
  for (const name of (await readdir(directory)).sort()) {
    if (!fileGrammar.test(name)) continue;
    const record = readRecord(await readFile(join(directory, name), 'utf8'));
    if (record !== null && `${record.credentialId}.json` === name) records.set(record.credentialId, record);
  }
  return records;
}
