// Takes a snapshot out of the files alone: the newest one, what the journal has since, and all of it written anew.

import { err, ok, type Result } from '@mandato/primitives/result';
import { type Fold, Replay, type ReplayError, restoreFold } from './fold.ts';
import { journalFile } from './journal/journal.ts';
import { type JournalPosition, walkJournal } from './journal/read-journal.ts';
import { writeSnapshot } from './journal/snapshot-file.ts';

/** Where a snapshot is to stand: the journal of `directory` is on the disk up to `to`, and goes on growing. */
export interface SnapshotJob {
  readonly directory: string;
  readonly to: JournalPosition;
}

/** Why there is no new snapshot; the old one and the journal are as they were. */
export type TakeSnapshotError = ReplayError['code'] | 'journal_broken' | 'journal_too_short';

/**
 * Writes the snapshot of a place in the journal by the code that a start replays with, so that it is what a start comes to.
 * Whoever writes the journal need not stop for it.
 */
export async function takeSnapshot<State, Command, Value, Refusal>(
  fold: Fold<State, Command, Value, Refusal>,
  { directory, to }: SnapshotJob,
): Promise<Result<void, TakeSnapshotError>> {
  const { snapshots } = fold;
  if (snapshots === undefined) return ok(undefined);
  const restored = await restoreFold(directory, snapshots);
  const { state, position } = restored ?? { state: fold.state, position: { records: 0, bytes: 0 } };
  const replay = new Replay(fold, state);
  const walk = await walkJournal(
    journalFile(directory),
    { from: position, toBytes: to.bytes },
    // Whoever opened the journal has looked at its header.
    (value, sequence) => sequence === 0 || replay.visit(value, sequence),
  );
  if (replay.error !== null) return err(replay.error.code);
  if (walk.kind !== 'whole') return err('journal_broken');
  if (walk.end.records !== to.records || walk.end.bytes !== to.bytes) return err('journal_too_short');
  const parts = snapshots.encode(state);
  await snapshots.prepare();
  await writeSnapshot(directory, to, parts);
  return ok(undefined);
}
