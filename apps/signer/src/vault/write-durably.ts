// Writes a file so that a crash at any moment leaves the old content or the new, never a part of either.

import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openSynced, syncDirectory } from './synced-file.ts';

/** Unfinished files end with this; whoever opens the directory removes them. */
export const unfinishedSuffix = '.unfinished';

/** On return the content and its name are on the disk. */
export async function writeDurably(path: string, content: string): Promise<void> {
  await replaceFile(path, path + unfinishedSuffix, content);
  await syncDirectory(dirname(path));
}

/** As writeDurably, in a folder that may not be opened: the new name may be lost with the power, the content never. */
export async function replaceFile(path: string, unfinished: string, content: string): Promise<void> {
  await rm(unfinished, { force: true });
  const file = await openSynced(unfinished, 'new', 0o600);
  try {
    await file.write(content);
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
}

/** Removes a file; on return its absence is on the disk. */
export async function removeDurably(path: string): Promise<void> {
  await rm(path, { force: true });
  await syncDirectory(dirname(path));
}
