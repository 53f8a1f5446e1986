// The trade archive's view of a disk, so that tests can give it one that is slow, full or gone in the middle of a step.

import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { syncDirectory } from './journal.ts';

export interface PageDisk {
  /** The content of a file; null when it cannot be read. */
  read(file: string): Promise<Buffer | null>;
  /** Writes a file anew; resolves once it is on stable storage. */
  write(file: string, parts: readonly Uint8Array[]): Promise<void>;
  /** Resolves once what the file holds is on stable storage. */
  sync(file: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(file: string): Promise<void>;
  makeFolder(folder: string): Promise<void>;
  /** Resolves once the folder's names, and its own in the folder above, are on stable storage. */
  syncFolder(folder: string): Promise<void>;
}

/** The disk of this machine. */
export const realPageDisk: PageDisk = {
  read: async (file) => {
    try {
      return await readFile(file);
    } catch {
      return null;
    }
  },
  write: async (file, parts) => {
    const handle = await open(file, 'w', 0o600);
    try {
      for (const part of parts) await handle.appendFile(part);
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  sync: async (file) => {
    const handle = await open(file, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  rename,
  remove: (file) => rm(file, { force: true }),
  makeFolder: async (folder) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  },
  syncFolder: syncDirectory,
};
