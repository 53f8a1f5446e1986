// The house rules that no linter knows, each as a function of one file's path and text.

import path from 'node:path';
import { maskSource } from '../mask-source.ts';

/** A file as the rules see it: its path from the root with `/`, and its text as written and as masked. */
export interface HouseFile {
  readonly path: string;
  readonly text: string;
  /** The text with comments and the inside of strings blanked. */
  readonly code: string;
  /** The text with comments blanked. */
  readonly codeAndStrings: string;
}

/** A rule answers one sentence for each place where the file breaks it. */
type HouseRule = (file: HouseFile) => string[];

const linesMax = 400;
const bannedNames = new Set(['utils', 'helpers', 'common', 'types', 'manager', 'service', 'index']);
const entryFiles =
  /^apps\/(?:lonja\/src\/lonja|server\/src\/mandato|signer\/src\/(?:signer|auditor|egress)|cli\/src\/mandato)\.ts$/;
const kebabCase = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const unfinished = /\b(?:T[O]DO|F[I]XME|X[X]X|H[A]CK)\b/g;
const machinePath = /(?:["'`\s(=]|file:\/\/)(?:\/(?:home|root|Users|work)\/[\w.-]|[A-Z]:\\[\w.-])/g;
const silencer = /@ts-(?:ignore|nocheck)|biome-ignore-(?:all|start)|(?:oxlint|eslint)-disable/g;
const limitSilencer =
  /biome-ignore (?:plugin|lint\/\w+\/(?:noUnsafeTypeAssertion|noExplicitAny|noNonNullAssertion|noExcessive\w+|useMaxParams|noBarrelFile|noReExportAll|noImportCycles|noDefaultExport))|biome-ignore lint(?:\/\w+)?:/g;

export const houseRules: Readonly<Record<string, HouseRule>> = {
  opening: hasOpeningSentence,
  name: hasProperName,
  length: isShortEnough,
  unfinished: (file) =>
    eachMatch(file.text, unfinished, 'unfinished work is an issue, not a mark in the code'),
  tests: hasNoSleepingTest,
  assertion: hasAssertion,
  titles: hasDistinctTitles,
  exportAll: (file) =>
    eachMatch(file.code, /\bexport\s*\*/g, 'no export of everything: name what is exported'),
  machinePath: (file) => eachMatch(file.text, machinePath, 'an absolute path names one machine'),
  console: hasNoConsole,
  silencer: hasNoSilencer,
};

/** The file as the rules want it. */
export function houseFile(filePath: string, text: string): HouseFile {
  return { path: filePath, text, code: maskSource(text, false), codeAndStrings: maskSource(text, true) };
}

/** A test file is told what it is for by the titles of its tests. */
function hasOpeningSentence(file: HouseFile): string[] {
  if (isTest(file)) return [];
  const text = file.text.replace(/^#![^\n]*\n/, '');
  const opening = /^(?:\/\/[^\n]*\n)+|^\/\*[\s\S]*?\*\//.exec(text)?.[0] ?? '';
  const words = opening.replaceAll(/^\s*(?:\/\/|\/?\*+\/?)|\*\/\s*$/gm, ' ').trim();
  if (words.split(/\s+/).length >= 3 && words.endsWith('.')) return [];
  return ['1: a file opens with one comment sentence: what it is for, or must never do'];
}

function hasProperName(file: HouseFile): string[] {
  const parts = file.path.split('/');
  const stem = (parts.pop() ?? '').replace(/(?:\.(?:test|config|gen|d|journeys\.config))?\.[a-z]+$/, '');
  const badFolder = parts.find((part) => !kebabCase.test(part));
  if (badFolder !== undefined) return [`1: folder "${badFolder}" is not kebab-case`];
  if (!kebabCase.test(stem)) return [`1: "${path.posix.basename(file.path)}" is not kebab-case`];
  return bannedNames.has(stem) ? [`1: "${stem}" says nothing: name the file after its main export`] : [];
}

function isShortEnough(file: HouseFile): string[] {
  const lines = file.text.replace(/\n$/, '').split('\n').length;
  return lines <= linesMax ? [] : [`${linesMax + 1}: ${lines} lines, the limit is ${linesMax}`];
}

function hasNoSleepingTest(file: HouseFile): string[] {
  if (!isTest(file)) return [];
  const sleeping = /\b(?:describe|it|test|suite)(?:\.\w+)*\.(?:skip|only|todo|skipIf|runIf|fails)\b/g;
  return eachMatch(file.code, sleeping, 'no test is skipped, singled out or left for later');
}

function hasAssertion(file: HouseFile): string[] {
  if (!isTest(file) || /\b(?:expect|expectTypeOf|assert|fc\.assert|assert\.\w+)\s*[(<]/.test(file.code))
    return [];
  return ['1: a test file without a single assertion'];
}

function hasDistinctTitles(file: HouseFile): string[] {
  if (!isTest(file)) return [];
  const seen = new Set<string>();
  const titles = file.codeAndStrings.matchAll(
    /^[ \t]*(?:it|test)(?:\.\w+)*\(\s*(['"`])((?:\\.|(?!\1).)+)\1/gm,
  );
  return [...titles].flatMap((match) => {
    const title = match[2] ?? '';
    if (!seen.has(title)) {
      seen.add(title);
      return [];
    }
    return [`${lineAt(file.text, match.index)}: a second test is called "${title}"`];
  });
}

function hasNoConsole(file: HouseFile): string[] {
  if (file.path.startsWith('tools/') || isTest(file) || entryFiles.test(file.path)) return [];
  return eachMatch(file.code, /\bconsole\s*\.\s*\w+/g, 'only entry files and tools print');
}

function hasNoSilencer(file: HouseFile): string[] {
  const whole = eachMatch(file.text, silencer, 'a check is satisfied, not silenced');
  return [...whole, ...eachMatch(file.text, limitSilencer, 'a limit of the house is not silenced')];
}

function isTest(file: HouseFile): boolean {
  return /\.test\.tsx?$/.test(file.path);
}

function eachMatch(text: string, pattern: RegExp, reason: string): string[] {
  return [...text.matchAll(pattern)].map(
    (match) => `${lineAt(text, match.index)}: ${match[0].trim()}: ${reason}`,
  );
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
