// The shared anchors in a folder of our own: their generator writes the tapes, their harness times every engine.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { largerPages } from '../../larger-pages.mjs';
import type { FillsHash } from './fills-hash.ts';
import { readTape, type Tape } from './tape.ts';

export const tapeNames = ['normal', 'deep'] as const;
export type TapeName = (typeof tapeNames)[number];

const expectation = z.object({ trades: z.number(), volume: z.number(), tradeHash: z.string() });
const timing = z.object({
  engine: z.string(),
  opsPerSecond: z.number(),
  opsPerCpuSecond: z.number(),
  check: z.string(),
  latencyNs: z.object({ p50: z.number(), p99: z.number(), max: z.number() }),
});
export type Timing = z.infer<typeof timing>;

export interface Anchors {
  /** Where they are, absolute, until they are removed. */
  readonly folder: string;
  readonly tape: (name: TapeName) => Tape;
  readonly expected: (name: TapeName) => FillsHash;
  /** Times the adapter in `file` (of the anchors when not absolute) in a process of its own. */
  readonly time: (file: string, name: TapeName) => Timing;
  readonly hasPeer: (peer: string) => boolean;
  readonly remove: () => void;
}

/** Copies the anchors of `source` and writes their tapes; null when there are none. `peers` has node_modules. */
export function openAnchors(source: string, peers: string | null): Anchors | null {
  if (!existsSync(path.join(source, 'gen.mjs'))) return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-matching-'));
  for (const name of ['gen.mjs', 'ladder.mjs', 'tape.mjs', 'bench.mjs', 'adapters']) {
    cpSync(path.join(source, name), path.join(folder, name), { recursive: true });
  }
  if (peers !== null) symlinkSync(path.resolve(peers), path.join(folder, 'peers'));
  execFileSync(process.execPath, ['gen.mjs'], { cwd: folder, stdio: 'ignore' });
  return {
    folder,
    tape: (name) => readTape(path.join(folder, 'tapes', `${name}.bin`)),
    expected: (name) => {
      const text = readFileSync(path.join(folder, 'tapes', `${name}.json`), 'utf8');
      const { trades, volume, tradeHash } = expectation.parse(JSON.parse(text));
      return { trades, volume, hash: tradeHash };
    },
    time: (file, name) => {
      const flags = ['--expose-gc', '--max-old-space-size=4096'];
      const args = [...flags, 'bench.mjs', file, name, '--cap-s', '10'];
      const output = execFileSync(process.execPath, args, {
        cwd: folder,
        encoding: 'utf8',
        // For all of them alike: Lonja is started so.
        env: { ...largerPages, ...process.env },
      });
      return timing.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
    },
    hasPeer: (peer) => existsSync(path.join(folder, 'peers', 'node_modules', peer, 'package.json')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
