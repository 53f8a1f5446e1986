// The vault: stored credentials as encrypted files in the signer's own directory; opens one only for a single signature.

import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { base32Lower } from '@mandato/primitives/base32';
import { err, ok, type Result } from '@mandato/primitives/result';
import type { CredentialOwner, StoredCredential } from '../client/signer-protocol.ts';
import type { Register } from '../register/register.ts';
import type { RegisterBody } from '../register/register-body.ts';
import { forgetCredential, type OpenCredential } from '../sign/sign-request.ts';
import { type CredentialRecord, openRecord, readRecord, sealRecord } from './credential-record.ts';
import { keyFaceOf } from './key-face.ts';
import type { SignerKeys } from './signer-keys.ts';
import { removeDurably, unfinishedSuffix, writeDurably } from './write-durably.ts';

export interface Vault {
  /** Stores a credential that was audited. The same owner and key again give the same id. */
  store(owner: CredentialOwner, credential: OpenCredential): Promise<Result<StoredCredential, StoreError>>;
  /** Puts another key in the place of a stored one, under the same id and for the same owner. */
  replace(
    credentialId: string,
    owner: CredentialOwner,
    credential: OpenCredential,
  ): Promise<Result<StoredCredential, StoreError | 'credential_unknown'>>;
  /** Whose credential it is, or null when it is unknown. */
  find(credentialId: string): StoredCredential | null;
  /** Opens a credential for one use; null when it is unknown or no longer what was stored. */
  open(credentialId: string): OpenCredential | null;
  forget(credentialId: string): Promise<void>;
  list(): readonly StoredCredential[];
}

export type StoreError = 'credential_already_stored' | 'storage_failed';

interface VaultPlace {
  readonly directory: string;
  readonly keys: SignerKeys;
  readonly register: Register;
  /** Creates and cleans nothing: so the auditor opens it. */
  readonly isReadOnly: boolean;
}

const fileGrammar = /^cred_[a-z2-7]{26}\.json$/;

/** Reads every record of the directory that the register knows in this version or an older one. */
export async function openVault(place: VaultPlace): Promise<Vault> {
  const { directory, keys, register } = place;
  if (!place.isReadOnly) await prepareDirectory(directory);
  const records = await readRecords(place);
  if (!place.isReadOnly) await catchUp(register, records);
  const vault = { directory, keys, register, records };
  // One writer at a time: a check for duplicates and the write that follows must not interleave.
  let lastWrite: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = lastWrite.then(work);
    lastWrite = turn.catch(() => undefined);
    return turn;
  };
  return {
    store: (owner, credential) => inTurn(() => storeRecord(vault, owner, credential)),
    replace: (credentialId, owner, credential) =>
      inTurn(() => replaceRecord(vault, credentialId, { owner, credential })),
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
        await register.update((body) => ({ ...body, rows: withoutRow(body.rows, credentialId) }));
        records.delete(credentialId);
        await removeDurably(pathOf(directory, credentialId));
      }),
    list: () => [...records.values()].map(faceOf),
  };
}

interface OpenedVault {
  readonly directory: string;
  readonly keys: SignerKeys;
  readonly register: Register;
  readonly records: Map<string, CredentialRecord>;
}

type Rows = RegisterBody['rows'];

async function storeRecord(
  vault: OpenedVault,
  owner: CredentialOwner,
  credential: OpenCredential,
): Promise<Result<StoredCredential, StoreError>> {
  const face = keyFaceOf(vault.keys.fingerprint, owner.exchange, credential.apiKey);
  const known = recordOf(vault, face.fingerprint);
  if (known !== null) {
    return isSameOwner(known.owner, owner) ? ok(faceOf(known)) : err('credential_already_stored');
  }
  const credentialId = `cred_${base32Lower(randomBytes(16))}`;
  const rowVersion = nextVersion(vault);
  const about = { credentialId, rowVersion, owner, face, storedAtMs: Date.now() };
  const record = sealRecord(vault.keys, credential, about);
  try {
    // The row comes first: a file that the register never heard of is not believed, so it must not exist without one.
    await vault.register.update((body) => ({ ...body, rows: withRow(body.rows, credentialId, rowVersion) }));
    await writeRecord(vault, record);
  } catch {
    return err('storage_failed');
  }
  return ok(faceOf(record));
}

async function replaceRecord(
  vault: OpenedVault,
  credentialId: string,
  given: { readonly owner: CredentialOwner; readonly credential: OpenCredential },
): Promise<Result<StoredCredential, StoreError | 'credential_unknown'>> {
  const { owner, credential } = given;
  const present = vault.records.get(credentialId);
  if (present === undefined || !isSameOwner(present.owner, owner)) return err('credential_unknown');
  const face = keyFaceOf(vault.keys.fingerprint, owner.exchange, credential.apiKey);
  const known = recordOf(vault, face.fingerprint);
  if (known !== null && known.credentialId !== credentialId) return err('credential_already_stored');
  const rowVersion = nextVersion(vault);
  const about = { credentialId, rowVersion, owner, face, storedAtMs: Date.now() };
  const record = sealRecord(vault.keys, credential, about);
  try {
    // The file comes first: a newer one than the row is believed after a crash, an older one never.
    await writeRecord(vault, record);
    await vault.register.update((body) => ({ ...body, rows: withRow(body.rows, credentialId, rowVersion) }));
  } catch {
    return err('storage_failed');
  }
  return ok(faceOf(record));
}

async function writeRecord(vault: OpenedVault, record: CredentialRecord): Promise<void> {
  await writeDurably(pathOf(vault.directory, record.credentialId), `${JSON.stringify(record)}\n`);
  vault.records.set(record.credentialId, record);
}

function recordOf(vault: OpenedVault, fingerprint: string): CredentialRecord | null {
  return [...vault.records.values()].find(({ face }) => face.fingerprint === fingerprint) ?? null;
}

// Above every version that was ever given out: the generation grows with each row that is written.
function nextVersion({ register }: OpenedVault): number {
  return register.body().generation + 1;
}

function withRow(rows: Rows, credentialId: string, version: number): Rows {
  return { ...rows, [credentialId]: version };
}

function withoutRow(rows: Rows, credentialId: string): Rows {
  return Object.fromEntries(Object.entries(rows).filter(([id]) => id !== credentialId));
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

// A file whose name and content disagree was moved by somebody else, one that the register does not know was forgotten,
// and one that is older than its row was put back: each is left alone and not offered.
async function readRecords(place: VaultPlace): Promise<Map<string, CredentialRecord>> {
  const { rows } = place.register.body();
  const records = new Map<string, CredentialRecord>();
  for (const name of (await readdir(place.directory)).sort()) {
    if (!fileGrammar.test(name)) continue;
    const record = readRecord(await readFile(join(place.directory, name), 'utf8'));
    if (record === null || `${record.credentialId}.json` !== name) continue;
    const row = Object.hasOwn(rows, record.credentialId) ? rows[record.credentialId] : undefined;
    if (row !== undefined && isCurrent(place.keys, record, row)) records.set(record.credentialId, record);
  }
  return records;
}

function isCurrent(keys: SignerKeys, record: CredentialRecord, row: number): boolean {
  if (record.rowVersion <= row) return record.rowVersion === row;
  // Newer than its row: written just before a crash, if it is ours at all.
  const opened = openRecord(keys, record);
  if (opened !== null) forgetCredential(opened);
  return opened !== null;
}

// After a crash in the middle: rows without a file go, and rows older than their file follow it.
async function catchUp(register: Register, records: ReadonlyMap<string, CredentialRecord>): Promise<void> {
  const { rows } = register.body();
  const seen = Object.entries(rows).flatMap(([id]) => {
    const record = records.get(id);
    return record === undefined ? [] : [[id, record.rowVersion] as const];
  });
  const isSame =
    seen.length === Object.keys(rows).length && seen.every(([id, version]) => rows[id] === version);
  if (!isSame) await register.update((body) => ({ ...body, rows: Object.fromEntries(seen) }));
}
