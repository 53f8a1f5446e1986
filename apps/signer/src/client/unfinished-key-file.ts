// Where a new key lies until it is complete: beside its final name, so that no crash leaves half a key under that name.

import { basename, dirname, join } from 'node:path';

/** Neither path is a prefix of the other: Node 20 aborts on permission flags where one is. */
export function unfinishedKeyFile(path: string): string {
  return join(dirname(path), `unfinished-${basename(path)}`);
}
