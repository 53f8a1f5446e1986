// Finds the unit tests whose titles name items of the checklist: "item 12: ..." or "items 12 and 13: ...".

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../repository-root.mjs';
import { listSourceFiles } from '../source-files.ts';

export interface TitledTest {
  /** From the root of the repository. */
  readonly file: string;
  readonly title: string;
  readonly items: readonly number[];
}

/** What vitest is told, so that it runs these tests alone. */
export const titlePattern = '\\bitems? \\d';

/** The items that a title names, in its order; none when it names none. */
export function itemsOfTitle(title: string): readonly number[] {
  const head = /(?:^|\s)items? (\d+(?:(?:, | and )\d+)*): /.exec(title)?.[1] ?? '';
  return [...head.matchAll(/\d+/g)].map(([digits]) => Number(digits));
}

/** Every titled unit test of the repository, as its source says it; journeys are not unit tests. */
export function findTitledTests(): readonly TitledTest[] {
  const files = ['packages', 'apps', 'tools']
    .flatMap((folder) => listSourceFiles(path.join(root, folder), ['.ts', '.tsx']))
    .filter((file) => /\.test\.tsx?$/.test(file) && !file.includes(`${path.sep}journeys${path.sep}`));
  return files.flatMap((file) => titledTestsIn(path.relative(root, file), readFileSync(file, 'utf8')));
}

/** What a title says before the first value that a table of cases puts into it. */
export function fixedPartOf(title: string): string {
  return title.split(/%[a-z]|\$[a-z]/i)[0] ?? title;
}

/** The titled tests in the text of one file. */
export function titledTestsIn(file: string, source: string): readonly TitledTest[] {
  const titles = [
    ...source.matchAll(/^\s*(?:(?:test|it)(?:\.each\([\w.]+\))?\(\s*)?(['"`])(items? \d.*)\1,/gm),
  ];
  return titles.map(([, , title = '']) => ({ file, title, items: itemsOfTitle(title) }));
}
