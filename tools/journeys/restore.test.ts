// A backup put back after more was bought, on the built programs and on both stores: nothing is bought a second time.

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { compareBooks } from '../crowd/compare-books.ts';
import { openCrowdStage } from '../crowd/crowd-stage.ts';
import { seedPlans } from '../crowd/seed-mandato.ts';
import { untilDone } from '../crowd/until-done.ts';
import { root } from '../repository-root.mjs';

const plans = 6;

const run = promisify(execFile);

async function backup(args: readonly string[]): Promise<string> {
  const program = path.join(root, 'apps/server/src/restore/backup.ts');
  const { stdout } = await run(process.execPath, ['--import', 'tsx', program, ...args]);
  return stdout;
}

// Each has an installation of its own, and most of the time is waiting until an order can no longer appear.
it.concurrent.each(['embedded', 'postgres'] as const)(
  'a restored backup (%s) is compared before anything is sent',
  async (store) => {
    const stage = await openCrowdStage({ store, people: 3 });
    try {
      const dueAtMs = Math.floor(Date.now() / 60_000) * 60_000;
      await stage.withDatabase(({ db }) => seedPlans(db, stage.members, { count: plans, dueAtMs }));
      const file = path.join(stage.directory, 'backup');
      await backup(['make', file, ...stage.options]);
      const lonja = await stage.startLonja();
      const bought = await stage.startMandato('all');
      await untilDone(stage, { expected: plans, patienceMs: 90_000 });
      await bought.stop();
      await stage.useFreshDatabase();
      expect(await backup(['restore', file, ...stage.options])).toContain('--reconcile-only');
      await expect(stage.startMandato('all')).rejects.toThrow(
        'start the main process with --reconcile-only first',
      );
      const comparing = await stage.startMandato('all', ['--reconcile-only']);
      await untilDone(stage, { expected: plans, patienceMs: 90_000 });
      await comparing.stop();
      await lonja.stop();
      const { members, lonjaDir } = stage;
      const seen = await stage.withDatabase(({ db }) =>
        compareBooks({ db, lonjaDir, members, expected: plans, dueAtMs }),
      );
      expect(seen).toMatchObject({ twice: 0, lost: 0, unbalanced: 0, done: plans });
    } finally {
      await stage.discard();
    }
  },
  900_000,
);
