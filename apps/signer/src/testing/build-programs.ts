// Bundles programs of the signer for tests, with the options that the workspace's build uses for them.

import { join } from 'node:path';
import { build, type Plugin } from 'rolldown';
import type { SignerPrograms } from '../client/signer-options.ts';

const sources = join(import.meta.dirname, '..');

/** Builds into `directory`; the paths of what was built. */
export async function buildPrograms(directory: string): Promise<SignerPrograms> {
  const programs = {
    signer: join(directory, 'signer.mjs'),
    auditor: join(directory, 'auditor.mjs'),
    egress: join(directory, 'egress.mjs'),
  };
  for (const [name, file] of Object.entries(programs)) await buildProgram(join(sources, `${name}.ts`), file);
  return programs;
}

/** Builds the program of a source file of the signer, `entry`, to `file`; answers its text. */
export function buildProgram(entry: string, file: string): Promise<string> {
  return bundled(entry, file, []);
}

/** Builds a program that stands in no file: `source` imports as if it stood in `folder`. */
export async function buildProgramOf(source: string, folder: string, file: string): Promise<void> {
  const entry = join(folder, 'program-of-a-test.ts');
  const inMemory: Plugin = {
    name: 'program-in-memory',
    resolveId: (id) => (id === entry ? entry : null),
    load: (id) => (id === entry ? source : null),
  };
  await bundled(entry, file, [inMemory]);
}

async function bundled(entry: string, file: string, plugins: Plugin[]): Promise<string> {
  const { output } = await build({
    input: entry,
    platform: 'node',
    transform: { target: 'node20' },
    plugins,
    output: { file, format: 'esm', codeSplitting: false, comments: { jsdoc: false } },
    logLevel: 'silent',
  });
  return output[0].code;
}
