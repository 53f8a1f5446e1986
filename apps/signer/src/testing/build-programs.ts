// Bundles signer, auditor and egress for tests, with the options that the workspace's build uses for them.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { SignerPrograms } from '../client/signer-options.ts';

/** Builds into `directory`; the paths of what was built. */
export async function buildPrograms(directory: string): Promise<SignerPrograms> {
  await build({
    absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
    entryPoints: ['signer.ts', 'auditor.ts', 'egress.ts'],
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'silent',
  });
  return {
    signer: join(directory, 'signer.mjs'),
    auditor: join(directory, 'auditor.mjs'),
    egress: join(directory, 'egress.mjs'),
  };
}
