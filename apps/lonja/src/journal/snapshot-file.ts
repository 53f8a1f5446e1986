// The snapshot beside a journal: a whole state at one place of it, so that a start replays only what came after.

import { open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { journalSize, syncDirectory } from './journal.ts';
import type { JournalPosition } from './read-journal.ts';

const fileName = 'snapshot.bin';
const format = 'lonja-snapshot 2';
const partHeaderBytes = 8;

/**
 * Puts a snapshot in the place of the last one, in one step: after a crash there is the old one or the new one.
 * The journal must be on the disk up to `position` by now.
 */
export async function writeSnapshot(
  directory: string,
  position: JournalPosition,
  parts: readonly Uint8Array[],
): Promise<void> {
  const file = path.join(directory, fileName);
  const fresh = `${file}.new`;
  try {
    const handle = await open(fresh, 'w', 0o600);
    try {
      await handle.appendFile(`${format} ${position.records} ${position.bytes} ${parts.length}\n`);
      for (const part of parts) {
        const header = Buffer.alloc(partHeaderBytes);
        header.writeUInt32LE(part.length, 0);
        header.writeUInt32LE(crc32(part), 4);
        await handle.appendFile(header);
        await handle.appendFile(part);
      }
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

/** A snapshot as it was read: whole, but not yet looked into. */
export interface ReadSnapshot {
  readonly position: JournalPosition;
  readonly parts: readonly Uint8Array[];
}

/** The snapshot of `directory` and its place in the journal; null when there is none that is whole and fits. */
export async function readSnapshot(directory: string): Promise<ReadSnapshot | null> {
  const content = await readOrNull(path.join(directory, fileName));
  const end = content?.indexOf(0x0a) ?? -1;
  if (content === null || end < 0) return null;
  const [name, version, records, bytes, count] = content.toString('latin1', 0, end).split(' ');
  const position = { records: Number(records), bytes: Number(bytes) };
  if (`${name} ${version}` !== format) return null;
  const parts = partsOf(content.subarray(end + 1));
  if (parts?.length !== Number(count)) return null;
  // A journal that is shorter is another one: the snapshot says nothing about it.
  return (await journalSize(directory)) < position.bytes ? null : { position, parts };
}

// Null when a part is cut short or damaged.
function partsOf(content: Buffer): readonly Uint8Array[] | null {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < content.length; ) {
    if (at + partHeaderBytes > content.length) return null;
    const start = at + partHeaderBytes;
    at = start + content.readUInt32LE(at);
    const part = content.subarray(start, at);
    if (part.length !== at - start || crc32(part) !== content.readUInt32LE(start - 4)) return null;
    parts.push(part);
  }
  return parts;
}

async function readOrNull(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch {
    return null;
  }
}
