// Holds every import of packages/* and apps/* against the arrows and says which ones break them.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { listSourceFiles } from '../source-files.ts';
import { arrows, type ImportRights } from './arrows.ts';
import { type FoundImport, scanImports } from './scan-imports.ts';

interface ScannedFile {
  readonly file: string;
  readonly workspace: string;
  readonly workspaceDir: string;
  /** The door folder this file stands in, if any. */
  readonly door: string | undefined;
  readonly isTest: boolean;
  readonly rights: ImportRights;
}

const scope = '@mandato/';
const sourceExtensions = ['.ts', '.tsx', '.mts', '.js', '.mjs'];

/** One sentence for each import under `root` that no arrow allows, and for each workspace without arrows. */
export function findBrokenArrows(root: string): string[] {
  const broken: string[] = [];
  for (const group of ['packages', 'apps']) {
    const groupDir = path.join(root, group);
    for (const name of existsSync(groupDir) ? readdirSync(groupDir).sort() : []) {
      const workspaceDir = path.join(groupDir, name);
      if (existsSync(path.join(workspaceDir, 'package.json')))
        broken.push(...checkWorkspace(root, workspaceDir));
    }
  }
  return broken;
}

function checkWorkspace(root: string, workspaceDir: string): string[] {
  const workspace = path.basename(workspaceDir);
  const known = arrows[workspace];
  const where = path.relative(root, workspaceDir);
  if (known === undefined) return [`${where}: this workspace has no entry in tools/layers/arrows.ts`];
  return listSourceFiles(workspaceDir, sourceExtensions).flatMap((file) => {
    const door = doorOf(path.relative(path.join(workspaceDir, 'src'), file), Object.keys(known.doors ?? {}));
    const rights = (door === undefined ? undefined : known.doors?.[door]) ?? known;
    const isTest = /\.test\.tsx?$/.test(file);
    return checkFile(root, { file, workspace, workspaceDir, door, isTest, rights });
  });
}

function doorOf(fromSrc: string, doors: readonly string[]): string | undefined {
  return doors.find((door) => fromSrc.startsWith(`${door}${path.sep}`));
}

function checkFile(root: string, scanned: ScannedFile): string[] {
  return scanImports(readFileSync(scanned.file, 'utf8')).flatMap((found) => {
    const reason = whyForbidden(scanned, found);
    const where = `${path.relative(root, scanned.file)}:${found.line}`;
    return reason === undefined ? [] : [`${where}: "${found.specifier}": ${reason}`];
  });
}

function whyForbidden(scanned: ScannedFile, found: FoundImport): string | undefined {
  const { specifier } = found;
  if (specifier.startsWith('.')) return whyRelativeForbidden(scanned, specifier);
  if (path.isAbsolute(specifier)) return 'an absolute path names one machine';
  if (specifier.startsWith(scope)) return whyWorkspaceForbidden(scanned, found);
  if (scanned.isTest) return undefined;
  if (isBuiltin(specifier)) {
    return scanned.rights.builtins ? undefined : `${part(scanned)} may not use Node's built-ins`;
  }
  const { packages } = scanned.rights;
  if (packages === 'any' || packages.includes(packageOf(specifier))) return undefined;
  return `${part(scanned)} may not use this package`;
}

function whyRelativeForbidden(scanned: ScannedFile, specifier: string): string | undefined {
  const target = path.resolve(path.dirname(scanned.file), specifier);
  if (!isInside(scanned.workspaceDir, target)) return 'a relative path may not climb out of its package';
  if (scanned.door === undefined || scanned.isTest) return undefined;
  if (isInside(path.join(scanned.workspaceDir, 'src', scanned.door), target)) return undefined;
  return `${part(scanned)} is a thin door: it may not reach into its own house`;
}

function whyWorkspaceForbidden(scanned: ScannedFile, found: FoundImport): string | undefined {
  const target = found.specifier.slice(scope.length);
  const [name = '', folder = ''] = target.split('/');
  if (name === scanned.workspace) return 'inside a package, import by relative path';
  const known = arrows[name];
  if (known === undefined) return 'no such workspace in tools/layers/arrows.ts';
  const words = found.isTypeOnly ? (scanned.rights.wordsOf ?? []) : [];
  const allowed = [...scanned.rights.workspaces, ...words];
  const mayEnter = allowed.includes(name) || allowed.includes(`${name}/${folder}`);
  if (!mayEnter) return `no arrow leads from ${part(scanned)} to ${target}`;
  const isNamed = allowed.includes(`${name}/${folder}`);
  if (known.doors === undefined || folder in known.doors || isNamed) return undefined;
  return `${name} is reached only through ${Object.keys(known.doors).join(', ')}`;
}

function part(scanned: ScannedFile): string {
  return scanned.door === undefined ? scanned.workspace : `${scanned.workspace}/${scanned.door}`;
}

function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

function isInside(folder: string, target: string): boolean {
  return !path.relative(folder, target).startsWith('..');
}
