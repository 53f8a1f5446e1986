// Runs the unit tests that name items of the checklist, all of them and no others, and tells how each ended.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { root } from '../repository-root.mjs';
import type { RanTest } from './judge-items.ts';
import { findTitledTests, fixedPartOf, itemsOfTitle, titlePattern } from './titled-tests.ts';

const reportSchema = z.object({
  testResults: z.array(
    z.object({
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
    return withThoseNotRun(
      titled.map(({ title }) => title),
      testResults.flatMap(({ assertionResults }) => assertionResults),
    );
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function withThoseNotRun(
  titles: readonly string[],
  results: readonly { readonly title: string; readonly status: string }[],
): readonly RanTest[] {
  const ended = results.filter(({ status }) => status === 'passed' || status === 'failed');
  const missing = titles.filter(
    (title) => !ended.some((result) => result.title.startsWith(fixedPartOf(title))),
  );
  return [
    ...ended.map(({ title, status }) => ({ title, passed: status === 'passed' })),
    ...missing.map((title) => ({ title, passed: false })),
  ].flatMap(({ title, passed }) => {
    const items = itemsOfTitle(title);
    return items.length === 0 ? [] : [{ title, items, passed }];
  });
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
