// A file whose writes are on the disk when they return, also under a Node that denies fsync to a process in its cage.

import { constants, fdatasyncSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';

export interface SyncedFile {
  /** Appends; on return the text is on the disk. */
  write(text: string): Promise<void>;
  truncate(bytes: number): Promise<void>;
  close(): Promise<void>;
}

const flags = {
  new: constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
  append: constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND,
} as const;

/** Opens a file that must not be there yet, or one to append to. */
export async function openSynced(path: string, how: keyof typeof flags, mode: number): Promise<SyncedFile> {
  const isThrough = isSyncDenied();
  const file: FileHandle = await open(path, flags[how] | (isThrough ? constants.O_SYNC : 0), mode);
  return {
    async write(text) {
      await file.appendFile(text);
      if (!isThrough) await (how === 'new' ? file.sync() : file.datasync());
    },
    truncate: (bytes) => file.truncate(bytes),
    close: () => file.close(),
  };
}

/**
 * On return every name that was made, changed or removed in the folder is on the disk. Where fsync is denied, a file of
 * its own is written through after them: the journals of ext4, XFS and APFS keep the order in which names change.
 */
export async function syncDirectory(path: string): Promise<void> {
  const mark = isSyncDenied() ? constants.O_WRONLY | constants.O_CREAT | constants.O_SYNC : null;
  const directory = await open(mark === null ? path : join(path, markName), mark ?? 'r', 0o600);
  try {
    if (mark === null) await directory.sync();
    else {
      await directory.truncate(0);
      await directory.appendFile('.');
    }
  } finally {
    await directory.close();
  }
}

const markName = 'synced.mark';

/** Node 26 and later deny it to whoever runs under its permission model, before they look at the descriptor. */
function isSyncDenied(): boolean {
  try {
    fdatasyncSync(0);
    return false;
  } catch (error) {
    return error instanceof Error && Reflect.get(error, 'code') === 'ERR_ACCESS_DENIED';
  }
}
