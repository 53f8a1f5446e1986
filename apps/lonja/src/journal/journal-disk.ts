// The journal's view of a disk, so that tests can give it one that is full, failing or forgetful.

import { open } from 'node:fs/promises';

/** An open file that is only ever added to. */
export interface JournalDisk {
  append(bytes: Buffer): Promise<void>;
  /** Resolves once everything appended is on stable storage. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Opens `file`, which exists, for adding to its end. */
export async function openJournalDisk(file: string): Promise<JournalDisk> {
  const handle = await open(file, 'a');
  return {
    append: (bytes) => handle.appendFile(bytes),
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
}
