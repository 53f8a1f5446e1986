// Finds every module that a source file names, statically or not, without a compiler.

import { maskSource } from '../mask-source.ts';

export interface FoundImport {
  readonly specifier: string;
  readonly line: number;
  /** Whether it leaves nothing in the running program: `import type` or `export type`. */
  readonly isTypeOnly: boolean;
}

const importForms = [
  /\b(?:import|export)\b[^'"`;()]*?\bfrom\s*(['"])([^'"\n]+)\1/g,
  /\bimport\s*(['"])([^'"\n]+)\1/g,
  /\b(?:import|require|importActual|mock|doMock)\s*(?:<[^>]*>)?\s*\(\s*(['"`])([^'"`\n]+)\1/g,
  /\bnew\s+URL\s*\(\s*(['"])(\.[^'"\n]+\.[cm]?[jt]sx?)\1\s*,\s*import\.meta/g,
];

/** The imports of `source` in the order of their lines; comments are not code. */
export function scanImports(source: string): FoundImport[] {
  const code = maskSource(source, true);
  const found: FoundImport[] = [];
  for (const form of importForms) {
    for (const match of code.matchAll(form)) {
      const specifier = match[2];
      if (specifier === undefined) continue;
      const line = code.slice(0, match.index).split('\n').length;
      found.push({ specifier, line, isTypeOnly: /^(?:import|export)\s+type\b/.test(match[0]) });
    }
  }
  return found.sort((left, right) => left.line - right.line);
}
