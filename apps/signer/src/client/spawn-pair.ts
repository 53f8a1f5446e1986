// Starts a signer or auditor together with its own egress, joined by a socket pair that this process gives away.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Duplex } from 'node:stream';
import { countFile } from './count-file.ts';
import { loosenWaitMsDefault, noLimits, type SignerOptions } from './signer-options.ts';
import type { SignerArgument } from './start-message.ts';
import { unfinishedKeyFile } from './unfinished-key-file.ts';

/** A program and its egress live and die together: when either ends, `endPair` ends the other. */
export interface ProcessPair {
  readonly program: ChildProcess;
  readonly egress: ChildProcess;
}

const hardening = [
  '--disable-proto=throw',
  '--frozen-intrinsics',
  '--disallow-code-generation-from-strings',
  '--no-addons',
  '--disable-warning=ExperimentalWarning',
];
// A shell sets the limit and gives its place away; what it adds to the environment is taken out again.
const withoutCoreDumps = [
  '-c',
  'ulimit -c 0 && exec /usr/bin/env -u PWD -u OLDPWD -u SHLVL -u _ "$@"',
  'mandato-signer',
];
const unsharePath = '/usr/bin/unshare';
const unshareArguments = ['--user', '--map-root-user', '--net', '--'];
let canUnshareNetwork: boolean | null = null;

/** Starts both with an empty environment. The caller listens for their messages and their end. */
export function spawnPair(options: SignerOptions, role: 'signer' | 'auditor'): ProcessPair {
  const { programs } = options;
  const egressLine = [process.execPath, ...egressFlags(programs.egress), ...practiceArgument(options)];
  const egress = spawn('/bin/sh', [...withoutCoreDumps, ...egressLine], {
    env: {},
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'ipc'],
  });
  const line = egress.stdio[3];
  if (!(line instanceof Duplex)) {
    egress.kill('SIGKILL');
    throw new TypeError('egress has no fourth stream');
  }
  const { command, args } = programCommand(options, role);
  const program = spawn(command, args, { env: {}, stdio: [line, line, 'pipe', 'ipc'] });
  // From here on only the two children hold the line: signed requests cannot be read in this process.
  line.destroy();
  for (const [name, child] of [['egress', egress] as const, [role, program] as const]) {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      for (const said of text.split('\n')) if (said !== '') options.onDiagnostic?.(`${name}: ${said}`);
    });
    // A failed start shows as an exit too; without a listener it would end this process.
    child.on('error', (error) => options.onDiagnostic?.(`${name}: ${error.message}`));
  }
  return { program, egress };
}

/** The exact command that starts a signer or auditor; it must be given an empty environment. */
export function programCommand(
  options: SignerOptions,
  role: 'signer' | 'auditor',
): { readonly command: string; readonly args: readonly string[] } {
  const program = [...networkCage(), process.execPath, ...programFlags(options, role)];
  return { command: '/bin/sh', args: [...withoutCoreDumps, ...program, JSON.stringify(argumentOf(options))] };
}

/** Ends both now. */
export function endPair({ program, egress }: ProcessPair): void {
  for (const child of [program, egress]) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
}

function argumentOf(options: SignerOptions): SignerArgument {
  return {
    directory: options.directory,
    keyFile: options.keyFile,
    forbiddenFile: join(dirname(options.keyFile), `self-test-${process.pid}`),
    limits: options.limits,
    newKeyLimits: options.newKeyLimits ?? noLimits,
    loosenWaitMs: options.loosenWaitMs ?? loosenWaitMsDefault,
    keySource: options.keySource?.kind ?? 'file',
  };
}

function practiceArgument(options: SignerOptions): readonly string[] {
  return options.practiceUrl === null ? [] : [options.practiceUrl];
}

function egressFlags(program: string): readonly string[] {
  const mayNet = process.allowedNodeEnvironmentFlags.has('--allow-net') ? ['--allow-net'] : [];
  return [permissionFlag(), `--allow-fs-read=${program}`, ...mayNet, ...hardening, program];
}

function programFlags(options: SignerOptions, role: 'signer' | 'auditor'): readonly string[] {
  const program = options.programs[role];
  const count = countFile(options.keyFile);
  const counts = role === 'signer' ? [count.path, count.unfinished] : [];
  const reads = [options.directory, options.keyFile, program, ...counts];
  // The key file may be written once in its life: when there is none yet.
  const keyWrites = existsSync(options.keyFile) ? [] : [options.keyFile, unfinishedKeyFile(options.keyFile)];
  const writes = role === 'signer' ? [options.directory, ...counts, ...keyWrites] : [];
  return [
    permissionFlag(),
    ...[...new Set([...reads, ...keyWrites])].map((path) => `--allow-fs-read=${path}`),
    ...writes.map((path) => `--allow-fs-write=${path}`),
    ...hardening,
    program,
  ];
}

// Node renamed the flag in 22.13; the older name goes with the older releases only.
function permissionFlag(): string {
  return process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';
}

// Where this user may make an empty network namespace, the signer runs in one: then no socket leads anywhere.
function networkCage(): readonly string[] {
  if (process.platform !== 'linux' || !existsSync(unsharePath)) return [];
  canUnshareNetwork ??=
    spawnSync(unsharePath, [...unshareArguments, process.execPath, '--version'], {
      env: {},
      timeout: 5_000,
    }).status === 0;
  return canUnshareNetwork ? [unsharePath, ...unshareArguments] : [];
}
