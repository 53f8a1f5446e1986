// The only writer of Lonja's state: commands are applied in one order, journaled, and acknowledged once on the disk.

import { err, ok, type Result } from '@mandato/primitives/result';
import { type Fold, Replay, type ReplayError, restoreFold } from './fold.ts';
import { type DataLockError, lockData } from './journal/data-lock.ts';
import { type JournalFault, type JournalOpenError, openJournal, type Told } from './journal/journal.ts';
import type { WriteValue } from './journal/journal-codec.ts';
import type { JournalDisk } from './journal/journal-disk.ts';
import { type RunningSnapshot, type SnapshotCounts, SnapshotWriter } from './snapshot-writer.ts';
import type { SnapshotJob } from './take-snapshot.ts';

/** What the sequencer drives, and where. */
export interface SequencerOptions<State, Command, Value, Refusal>
  extends Fold<State, Command, Value, Refusal> {
  /** Where the journal and its lock live. */
  readonly directory: string;
  /** Adds the JSON of the commands that come most, in less time than any value takes; false for one that it leaves alone. */
  readonly writeCommand?: WriteValue<Command>;
  /** Stands in for the real disk in tests. */
  readonly openDisk?: ((file: string) => Promise<JournalDisk>) | undefined;
  /** Takes a snapshot beside this thread; without it each is taken here, and everything waits for it. */
  readonly takeBeside?: ((job: SnapshotJob) => RunningSnapshot) | undefined;
  /** Told why a snapshot was not written; the journal has everything. */
  readonly noteSnapshotFailure?: ((reason: string) => void) | undefined;
  /** Ends what works for the state beside this thread, before the directory is given back. */
  readonly endWork?: (() => Promise<void>) | undefined;
}

/** Why a sequencer could not be opened. */
export type SequencerOpenError = DataLockError | JournalOpenError | ReplayError;

export interface Sequencer<State, Command, Value, Refusal> {
  /** The state with every command so far applied. Readers look and never touch. */
  readonly state: State;
  /** Set once the disk failed: reads go on, every further command is refused with this code. */
  readonly fault: JournalFault | null;
  readonly snapshotCounts: Readonly<SnapshotCounts>;
  /**
   * Applies `command` at once and resolves when it is on the disk. A refusal is not journaled. After a fault the
   * answer is the fault, and whether the command will be there after a restart is not known.
   */
  submit(command: Command): Promise<Result<Value, Refusal | JournalFault>>;
  /** As `submit`, without a promise; `then` may be called at once and must not throw. */
  submitThen(command: Command, then: (done: Result<Value, Refusal | JournalFault>) => void): void;
  /** Waits for what was submitted, then gives the directory back. */
  close(): Promise<void>;
}

/** Locks the directory, replays its journal into `options.state`, and starts taking commands. */
export async function openSequencer<State, Command, Value, Refusal>(
  options: SequencerOptions<State, Command, Value, Refusal>,
): Promise<Result<Sequencer<State, Command, Value, Refusal>, SequencerOpenError>> {
  const lock = lockData(options.directory);
  if (!lock.ok) return lock;
  const restored = await restoreFold(options.directory, options.snapshots);
  const state = restored?.state ?? options.state;
  const replay = new Replay(options, state);
  const { directory, openDisk, snapshots: codec, takeBeside, noteSnapshotFailure: noteFailure } = options;
  const { endWork = nothing } = options;
  const { visit } = replay;
  const opened = await openJournal(directory, { openDisk, from: restored?.position, visit });
  if (!opened.ok) {
    await endWork();
    lock.value.release();
    return err(replay.error ?? opened.error);
  }
  const journal = opened.value;
  const snapshots = new SnapshotWriter({
    ...{ directory, snapshots: codec, takeBeside, noteFailure },
    journal,
    state,
  });
  async function close(): Promise<void> {
    await snapshots.finish();
    await endWork();
    await journal.close();
    if (lock.ok) lock.value.release();
  }

  snapshots.started(replay.count);
  const { reduce, writeCommand = leaveAlone } = options;
  function submitThen(command: Command, then: (done: Result<Value, Refusal | JournalFault>) => void): void {
    if (journal.fault !== null) {
      then(err(journal.fault));
      return;
    }
    const applied = reduce(state, command);
    const told: Told = (written) => then(written.ok ? applied : written);
    // A refusal may tell of commands still on their way to the disk, so it waits for them too.
    if (!applied.ok) {
      journal.barrierThen(told);
      return;
    }
    journal.appendThen(command, told, writeCommand);
    snapshots.count(1);
  }
  return ok({
    state,
    get fault() {
      return journal.fault;
    },
    snapshotCounts: snapshots.counts,
    submit: (command) => new Promise((then) => submitThen(command, then)),
    submitThen,
    close,
  });
}

const leaveAlone = () => false;
const nothing = async () => {};
