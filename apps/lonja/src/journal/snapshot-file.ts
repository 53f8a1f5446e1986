// The snapshot beside a journal: a whole state at one place of it, so that a start replays only what came after.

import { open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { type JournalPosition, journalSize, syncDirectory } from './journal.ts';

const fileName = 'snapshot.bin';
const format = 'lonja-snapshot 1';

/**
 * Puts a snapshot in the place of the last one, in one step: after a crash there is the old one or the new one.
 * The journal must be on the disk up to `position` by now.
 */
export async function writeSnapshot(
  directory: string,
  position: JournalPosition,
  payload: Uint8Array,
): Promise<void> {
  const file = path.join(directory, fileName);
  const fresh = `${file}.new`;
  try {
    const handle = await open(fresh, 'w', 0o600);
    try {
      await handle.appendFile(`${format} ${position.records} ${position.bytes} ${crc32(payload)}\n`);
      await handle.appendFile(payload);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
    await syncDirectory(directory);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

/** The snapshot of `directory` and its place in the journal; null when there is none that is whole and fits. */
export async function readSnapshot(
  directory: string,
): Promise<{ readonly position: JournalPosition; readonly payload: Uint8Array } | null> {
  const content = await readOrNull(path.join(directory, fileName));
  const end = content?.indexOf(0x0a) ?? -1;
  if (content === null || end < 0) return null;
  const [name, version, records, bytes, sum] = content.toString('latin1', 0, end).split(' ');
  const position = { records: Number(records), bytes: Number(bytes) };
  const payload = content.subarray(end + 1);
  if (`${name} ${version}` !== format || crc32(payload) !== Number(sum)) return null;
  // A journal that is shorter is another one: the snapshot says nothing about it.
  return (await journalSize(directory)) < position.bytes ? null : { position, payload };
}

async function readOrNull(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch {
    return null;
  }
}
