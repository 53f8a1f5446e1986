// Runs the unit tests that name items of the checklist, all of them and no others, and tells how each ended.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { root } from '../repository-root.mjs';
import type { RanTest } from './judge-items.ts';
import { findTitledTests, fixedPartOf, itemsOfTitle, type TitledTest, titlePattern } from './titled-tests.ts';

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ title: z.string(), status: z.string() })),
    }),
  ),
});

/** The outcome of every titled test. One that did not run, for whatever reason, did not pass. */
export async function runTitledTests(stop: AbortSignal): Promise<readonly RanTest[]> {
  const titled = findTitledTests();
  const files = [...new Set(titled.map(({ file }) => file))];
  const folder = await mkdtemp(path.join(tmpdir(), 'mandato-checklist-'));
  try {
    const report = path.join(folder, 'report.json');
    await runVitest(['run', ...files, '-t', titlePattern, '--reporter=json', `--outputFile=${report}`], stop);
    const { testResults } = reportSchema.parse(JSON.parse(await readFile(report, 'utf8')));
    for (const { message } of testResults)
      if (message !== undefined && message !== '') console.error(message);
    const ended = testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.map((result) => ({ ...result, file: path.relative(root, name) })),
    );
    return withThoseNotRun(titled, ended);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Ended {
  readonly file: string;
  readonly title: string;
  readonly status: string;
}

function withThoseNotRun(titled: readonly TitledTest[], results: readonly Ended[]): readonly RanTest[] {
  const ended = results.filter(({ status }) => status === 'passed' || status === 'failed');
  const missing = titled.filter(
    ({ file, title }) =>
      !ended.some((result) => result.file === file && result.title.startsWith(fixedPartOf(title))),
  );
  return [...ended, ...missing.map(({ file, title }) => ({ file, title, status: 'missing' }))].flatMap(
    ({ file, title, status }) => {
      const items = itemsOfTitle(title);
      return items.length === 0 ? [] : [{ file, title, items, passed: status === 'passed' }];
    },
  );
}

function runVitest(words: readonly string[], stop: AbortSignal): Promise<void> {
  const program = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(process.execPath, [program, ...words], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    signal: stop,
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    // A test that failed is told by the report, not by the exit code.
    child.on('close', () => resolve());
  });
}
