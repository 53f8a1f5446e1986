// The journal's view of a disk, so that tests can give it one that is full, failing or forgetful.

import { close, constants, fdatasync, open, write } from 'node:fs';
import { promisify } from 'node:util';

/** An open file that is only ever added to. */
export interface JournalDisk {
  append(bytes: Buffer): Promise<void>;
  /** Resolves once everything appended is on stable storage. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

const openFile = promisify(open);
const closeFile = promisify(close);
const syncFile = promisify(fdatasync);
const nothing = Promise.resolve();

/**
 * Opens `file`, which exists, for adding to its end. On Linux the file is opened so that a write returns only when its
 * bytes are on stable storage, as after an fdatasync: one call to the system in the place of two.
 */
export async function openJournalDisk(file: string): Promise<JournalDisk> {
  const { O_WRONLY, O_APPEND, O_DSYNC } = constants;
  const isSynced = process.platform === 'linux';
  const fd = await openFile(file, O_WRONLY | O_APPEND | (isSynced ? O_DSYNC : 0));
  return {
    append: (bytes) => new Promise((resolve, reject) => writeWhole(fd, bytes, { resolve, reject })),
    sync: () => (isSynced ? nothing : syncFile(fd)),
    close: () => closeFile(fd),
  };
}

// The system may take a part only; the rest follows it.
function writeWhole(
  fd: number,
  bytes: Buffer,
  told: { readonly resolve: () => void; readonly reject: (error: Error) => void },
): void {
  write(fd, bytes, 0, bytes.length, null, (error, written) => {
    if (error !== null) told.reject(error);
    else if (written < bytes.length) writeWhole(fd, bytes.subarray(written), told);
    else told.resolve();
  });
}
