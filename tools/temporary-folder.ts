// A folder outside the repository for tests that plant files; it is gone when the test file is done.

import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { root } from './repository-root.mjs';

export interface TemporaryFolder {
  readonly dir: string;
  /** Writes `text` to a path below the folder, making the folders on the way. */
  readonly write: (file: string, text: string) => void;
  /** Copies a file or folder of the repository to the same place below this folder. */
  readonly copyFromRepository: (file: string) => void;
  /** Lets programs find the installed packages from here. */
  readonly linkInstalledPackages: () => void;
}

/** Makes the folder, and has it removed after the tests of the calling file. */
export function temporaryFolder(): TemporaryFolder {
  const dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'mandato-planted-')));
  afterAll(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return {
    dir,
    write: (file, text) => {
      mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
      writeFileSync(path.join(dir, file), text);
    },
    copyFromRepository: (file) => {
      mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
      if (path.extname(file) === '') cpSync(path.join(root, file), path.join(dir, file), { recursive: true });
      else copyFileSync(path.join(root, file), path.join(dir, file));
    },
    linkInstalledPackages: () => symlinkSync(path.join(root, 'node_modules'), path.join(dir, 'node_modules')),
  };
}
