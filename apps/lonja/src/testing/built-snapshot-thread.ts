// The thread that takes snapshots, built from its source: Node alone cannot start a thread from TypeScript.

import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'rolldown';

/** Builds it into `folder` and answers where it is; it needs no package from the registry. */
export async function builtSnapshotThread(folder: string): Promise<URL> {
  const outfile = path.join(folder, 'snapshot-thread-main.mjs');
  await build({
    input: fileURLToPath(new URL('../snapshot-thread-main.ts', import.meta.url)),
    platform: 'node',
    output: { file: outfile, format: 'esm', codeSplitting: false },
    logLevel: 'silent',
  });
  return pathToFileURL(outfile);
}
