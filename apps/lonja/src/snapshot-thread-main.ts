// The thread that takes one snapshot: it reads what is on the disk and shares nothing with the exchange that goes on.

import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { SnapshotThreadReply } from './journal/snapshot-thread.ts';
import { openKeptTrades } from './journal/trade-archive.ts';
import { lonjaFold } from './sequencer-lonja.ts';
import { type SnapshotJob, takeSnapshot } from './take-snapshot.ts';

// Whoever trades comes first.
const niceness = 10;

/** On Linux a thread has a priority of its own; elsewhere this would slow the whole program. */
function stepBack(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, niceness);
  } catch {
    // A machine that does not allow it gets its snapshot all the same.
  }
}

async function reply(): Promise<SnapshotThreadReply> {
  const job: unknown = workerData;
  if (!isJob(job)) return { kind: 'failed', reason: 'not a job' };
  try {
    const taken = await takeSnapshot(lonjaFold(openKeptTrades(job.directory)), job);
    return taken.ok ? { kind: 'written' } : { kind: 'failed', reason: taken.error };
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

function isJob(value: unknown): value is SnapshotJob {
  return typeof value === 'object' && value !== null && 'directory' in value && 'to' in value;
}

stepBack();
parentPort?.postMessage(await reply());
