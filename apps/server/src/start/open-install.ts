// The installation: its directory, its lasting id, and the server's own key, which lies elsewhere.

import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { base32Lower } from '@mandato/primitives/base32';
import * as z from 'zod';
import { readServerKey, type ServerKey } from '../account/server-key.ts';
import { type DataLock, takeDataLock } from '../store/data-lock.ts';
import { PlainFailure } from './plain-failure.ts';
import { defaultKeyFile } from './read-options.ts';

export interface Install {
  readonly installId: string;
  readonly key: ServerKey;
  /** The signer's key file; the server never reads it. */
  readonly signerKeyFile: string;
  /** Where the head of the audit trail is exported to: beside the server's key, outside the data. */
  readonly trailAnchorFile: string;
  /** Where the key of workers is written, when there are any. */
  readonly workerKeyFile: string;
  readonly lock: DataLock;
}

const installSchema = z.object({
  installId: z.string().regex(/^[a-z2-7]{16}$/),
  serverKeyId: z.string().nullable(),
});
type InstallFile = z.infer<typeof installSchema>;

/** Takes the directory for this process alone and opens what makes it this installation. */
export function openInstall(options: { readonly dataDir: string; readonly keyFile: string | null }): Install {
  const { dataDir } = options;
  requireWritable(dataDir);
  const lock = takeDataLock(path.join(dataDir, 'mandato.lock'));
  if (!lock.ok) {
    throw new PlainFailure(
      `The data in ${dataDir} is held by process ${lock.error.pid}: stop it first, or choose another directory with --data.`,
    );
  }
  try {
    return { ...identify(dataDir, options.keyFile), lock: lock.value };
  } catch (error) {
    lock.value.release();
    throw error;
  }
}

function identify(dataDir: string, givenKeyFile: string | null): Omit<Install, 'lock'> {
  const file = path.join(dataDir, 'install.json');
  const known = existsSync(file) ? readInstall(file) : null;
  const install: InstallFile = known ?? { installId: base32Lower(randomBytes(10)), serverKeyId: null };
  // The id comes first: a key file is named after it.
  if (known === null) writeWhole(file, JSON.stringify(install));
  const signerKeyFile = givenKeyFile ?? defaultKeyFile(install.installId);
  const keyName = signerKeyFile.replace(/\.key$/, '');
  const serverKeyFile = `${keyName}.server.key`;
  const key = openServerKey(serverKeyFile, install.serverKeyId);
  if (install.serverKeyId === null) writeWhole(file, JSON.stringify({ ...install, serverKeyId: key.keyId }));
  return {
    installId: install.installId,
    key,
    signerKeyFile,
    trailAnchorFile: `${keyName}.trail.json`,
    workerKeyFile: `${keyName}.worker.key`,
  };
}

function readInstall(file: string): InstallFile {
  try {
    return installSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new PlainFailure(
      `${file} cannot be read: restore it from a backup, or choose another directory with --data.`,
    );
  }
}

/** Made on the first start only: a key that went missing is never replaced in silence. */
function openServerKey(file: string, knownKeyId: string | null): ServerKey {
  if (!existsSync(file)) {
    if (knownKeyId !== null) {
      throw new PlainFailure(
        `The key file ${file} is missing: put it back, or name its place with --key-file; without it no second factor can be checked.`,
      );
    }
    makeDirectory(path.dirname(file));
    writeWhole(file, randomBytes(32), 0o400);
  }
  if ((statSync(file).mode & 0o077) !== 0) {
    throw new PlainFailure(`The key file ${file} can be read by other users: run "chmod 400" on it.`);
  }
  const key = readServerKey(file);
  if (knownKeyId !== null && key.keyId !== knownKeyId) {
    throw new PlainFailure(
      `The key file ${file} belongs to another installation: name the right one with --key-file.`,
    );
  }
  return key;
}

function requireWritable(dataDir: string): void {
  const probe = path.join(dataDir, `.write-probe-${process.pid}`);
  try {
    makeDirectory(dataDir);
    chmodSync(dataDir, 0o700);
    writeFileSync(probe, '');
    linkSync(probe, `${probe}-link`);
    rmSync(`${probe}-link`);
    rmSync(probe);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new PlainFailure(
      `The data directory ${dataDir} cannot be written (${code}): choose another with --data, or change its permissions.`,
    );
  }
}

/** Node's own `recursive` never returns where a parent exists but takes no children, as /proc does. */
function makeDirectory(directory: string): void {
  if (existsSync(directory)) return;
  makeDirectory(path.dirname(directory));
  mkdirSync(directory, { mode: 0o700 });
}

/** Complete under its name or not there at all. */
function writeWhole(file: string, content: string | Uint8Array, mode = 0o600): void {
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  writeFileSync(draft, content, { mode, flush: true });
  renameSync(draft, file);
}
