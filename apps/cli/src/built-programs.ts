// Where the built programs lie that this one starts; it runs none of their code itself.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlainFailure } from './plain-failure.ts';

/** `server/verify`: the folder under apps and the name of what was built. */
export type ProgramName =
  | 'server/verify'
  | 'server/reset-password'
  | 'server/backup'
  | 'signer/rotate-key'
  | 'signer/probe';

/** The file of a built program; a sentence when it was not built. */
export function builtProgram(name: ProgramName): string {
  const [app = '', file = ''] = name.split('/');
  // From apps/cli/dist as from apps/cli/src.
  const found = fileURLToPath(new URL(`../../${app}/dist/${file}.mjs`, import.meta.url));
  if (existsSync(found)) return found;
  throw new PlainFailure(
    `${path.basename(found)} has not been built: run "node tools/build.mjs ${app}" first.`,
  );
}

/** Runs a built program on this terminal with `args`; answers its exit code. */
export function runBuilt(name: ProgramName, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [builtProgram(name), ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
