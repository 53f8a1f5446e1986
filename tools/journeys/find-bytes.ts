// Looks for a text in every file below some folders, as it is and in the spellings that programs would give it.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** `file: text` for every find; files that vanish while being read hold nothing any more. */
export function findBytes(folders: readonly string[], texts: readonly string[]): readonly string[] {
  const spellings = texts.flatMap((text) => spellingsOf(text).map((bytes) => ({ text, bytes })));
  return folders.flatMap(filesBelow).flatMap((file) => {
    const content = contentOf(file);
    return spellings.filter(({ bytes }) => content.includes(bytes)).map(({ text }) => `${file}: ${text}`);
  });
}

/** All files below `folder`. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return [];
    return found.isDirectory() ? filesBelow(path) : [path];
  });
}

/** `text` as it is and as programs would spell it. */
export function spellingsOf(text: string): readonly Buffer[] {
  const bytes = Buffer.from(text, 'utf8');
  const upper = text.toUpperCase();
  const spelled = [text, upper, bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, '')];
  const isHex = /^[0-9a-f]{32}$/.test(text);
  return [
    ...spelled.map((spelling) => Buffer.from(spelling, 'utf8')),
    Buffer.from(text, 'utf16le'),
    ...(isHex ? [Buffer.from(text, 'hex')] : []),
  ];
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
