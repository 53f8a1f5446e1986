// Lists the source files of a tree for the checks; it never follows links and never enters what is installed or built.

import { readdirSync } from 'node:fs';
import path from 'node:path';

const foldersSkipped = new Set(['node_modules', 'dist', 'build', 'data', 'drizzle', '.git']);

/** Every file under `folder` with one of `extensions` (with their dot), as sorted absolute paths. */
export function listSourceFiles(folder: string, extensions: readonly string[]): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory() && !foldersSkipped.has(entry.name))
      found.push(...listSourceFiles(full, extensions));
    if (entry.isFile() && extensions.includes(path.extname(entry.name))) found.push(full);
  }
  return found.sort();
}
