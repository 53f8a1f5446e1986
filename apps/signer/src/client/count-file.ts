// Where the count of register generations lies: beside the key file, outside everything that a backup of the data brings back.

import { basename, dirname, join } from 'node:path';

/** The file, and where a new content lies until it is complete. No path is a prefix of another, as Node 20 demands. */
export function countFile(keyFile: string): { readonly path: string; readonly unfinished: string } {
  const [folder, name] = [dirname(keyFile), basename(keyFile)];
  return { path: join(folder, `count-of-${name}`), unfinished: join(folder, `unfinished-count-of-${name}`) };
}
