// Starts the thread that takes a snapshot, one thread for each: its memory is given back when it is done.

import { Worker } from 'node:worker_threads';
import type { RunningSnapshot } from '../snapshot-writer.ts';
import type { SnapshotJob } from '../take-snapshot.ts';

/** What the thread says before it ends; one that says nothing has failed. */
export type SnapshotThreadReply =
  | { readonly kind: 'written' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Takes snapshots with the built program at `threadUrl` (see `snapshot-thread-main`). */
export function snapshotThreads(threadUrl: URL): (job: SnapshotJob) => RunningSnapshot {
  return (job) => {
    const worker = new Worker(threadUrl, { workerData: job, name: 'snapshot' });
    // The program ends without waiting for it: what is left behind is not in the place of a snapshot.
    worker.unref();
    const done = new Promise<string | null>((resolve) => {
      let reason: string | null = 'the thread ended without a word';
      worker.on('message', (reply: SnapshotThreadReply) => {
        reason = reply.kind === 'written' ? null : reply.reason;
      });
      worker.on('error', (error) => {
        reason = error instanceof Error ? error.message : String(error);
      });
      worker.on('exit', () => resolve(reason));
    });
    return {
      done,
      stop: async () => {
        await worker.terminate();
      },
    };
  };
}
