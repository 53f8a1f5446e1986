// Keeps the whole story of each broken seed in a file, for one that may never break again.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrokenSeed } from '@mandato/simulation/run-seeds';

/** Where a run breaks more seeds than this, more stories tell nothing new. */
const storiesMax = 20;

/** Writes the story of one seed after the other; answers with the file, or null after the first twenty. */
export function storyKeeper(): (broken: BrokenSeed) => string | null {
  let folder: string | null = null;
  let kept = 0;
  return ({ seed, config, story }) => {
    if (kept >= storiesMax) return null;
    kept += 1;
    folder ??= mkdtempSync(path.join(tmpdir(), 'mandato-sim-'));
    const file = path.join(folder, `seed-${seed}-${config}.txt`);
    writeFileSync(file, `${story.join('\n')}\n`);
    return file;
  };
}
