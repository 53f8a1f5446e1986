// Where the repository stands on this machine; every tool finds its files from here.

import { fileURLToPath } from 'node:url';

/** The root folder of the repository, absolute. */
export const root = fileURLToPath(new URL('..', import.meta.url));
