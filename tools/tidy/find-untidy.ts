// Walks every source file of the repository and says where a house rule is broken.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { listSourceFiles } from '../source-files.ts';
import { houseFile, houseRules } from './house-rules.ts';

const extensions = ['.ts', '.tsx', '.mts', '.js', '.mjs'];

/** One line `path:line: why (rule)` for each broken rule under `root`. */
export function findUntidy(root: string): string[] {
  const folders = ['packages', 'apps', 'tools'].map((name) => path.join(root, name)).filter(existsSync);
  const atRoot = readdirSync(root).filter((name) => extensions.includes(path.extname(name)));
  const files = [
    ...folders.flatMap((folder) => listSourceFiles(folder, extensions)),
    ...atRoot.map((name) => path.join(root, name)),
  ];
  return files.flatMap((full) => {
    const relative = path.relative(root, full).split(path.sep).join('/');
    const file = houseFile(relative, readFileSync(full, 'utf8'));
    return Object.entries(houseRules).flatMap(([rule, broken]) =>
      broken(file).map((sentence) => `${relative}:${sentence} (${rule})`),
    );
  });
}
