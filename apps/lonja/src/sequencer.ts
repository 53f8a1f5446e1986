// The only writer of Lonja's state: commands are applied in one order, journaled, and acknowledged once on the disk.

import { err, ok, type Result } from '@mandato/primitives/result';
import { type DataLockError, lockData } from './journal/data-lock.ts';
import {
  type Journal,
  type JournalFault,
  type JournalOpenError,
  type JournalPosition,
  openJournal,
  type Told,
} from './journal/journal.ts';
import type { JournalDisk } from './journal/journal-disk.ts';
import { readSnapshot, writeSnapshot } from './journal/snapshot-file.ts';

// Fewer are replayed in the time that a snapshot takes.
const commandsWorthSnapshot = 5_000;

/** What the sequencer drives: a state, and how a command changes it in place (a refused one changes nothing). */
export interface SequencerOptions<State, Command, Value, Refusal> {
  /** Where the journal and its lock live. */
  readonly directory: string;
  /** The state before the first command; one from a snapshot takes its place. */
  readonly state: State;
  readonly reduce: (state: State, command: Command) => Result<Value, Refusal>;
  /** Recognises a command read back from the journal. */
  readonly isCommand: (value: unknown) => value is Command;
  /** How the state is put into a snapshot and taken out again; without it every start replays the whole journal. */
  readonly snapshots?: SnapshotCodec<State>;
  /** Stands in for the real disk in tests. */
  readonly openDisk?: (file: string) => Promise<JournalDisk>;
}

/** A state as bytes. `decode` answers null for what another version wrote; then the journal is replayed from its start. */
export interface SnapshotCodec<State> {
  /** A snapshot is written after so many commands, and when the sequencer is closed. */
  readonly everyCommands: number;
  /** The parts must not change while they are written one after the other, and the state does. */
  readonly encode: (state: State) => readonly Uint8Array[];
  /** Puts on stable storage what the bytes only refer to; a snapshot is written after it. */
  readonly prepare: () => Promise<void>;
  readonly decode: (parts: readonly Uint8Array[]) => State | null;
}

/** Why a sequencer could not be opened. `record` counts commands from 1. */
export type SequencerOpenError =
  | DataLockError
  | JournalOpenError
  | { readonly code: 'journal_record_unknown'; readonly record: number }
  | { readonly code: 'journal_replay_refused'; readonly record: number };

export interface Sequencer<State, Command, Value, Refusal> {
  /** The state with every command so far applied. Readers look and never touch. */
  readonly state: State;
  /** Set once the disk failed: reads go on, every further command is refused with this code. */
  readonly fault: JournalFault | null;
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
  const restored = await restore(options);
  const state = restored?.state ?? options.state;
  const opened = await openJournal(options.directory, options.openDisk, restored?.position);
  if (!opened.ok) {
    lock.value.release();
    return opened;
  }
  const { journal, values } = opened.value;
  const snapshots = new SnapshotWriter(options, journal, state);
  async function close(): Promise<void> {
    await snapshots.finish();
    await journal.close();
    if (lock.ok) lock.value.release();
  }

  const replayed = replay(options, state, values);
  if (replayed !== null) {
    await journal.close();
    lock.value.release();
    return err(replayed);
  }
  snapshots.count(values.length);
  const { reduce } = options;
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
    journal.appendThen(command, told);
    snapshots.count(1);
  }
  return ok({
    state,
    get fault() {
      return journal.fault;
    },
    submit: (command) => new Promise((then) => submitThen(command, then)),
    submitThen,
    close,
  });
}

async function restore<State, Command, Value, Refusal>(
  options: SequencerOptions<State, Command, Value, Refusal>,
): Promise<{ readonly state: State; readonly position: JournalPosition } | null> {
  if (options.snapshots === undefined) return null;
  const snapshot = await readSnapshot(options.directory);
  if (snapshot === null) return null;
  const state = options.snapshots.decode(snapshot.parts);
  return state === null ? null : { state, position: snapshot.position };
}

/** Writes a snapshot now and then, one at a time; one that cannot be written is one that is not there. */
class SnapshotWriter<State, Command, Value, Refusal> {
  readonly #options: SequencerOptions<State, Command, Value, Refusal>;
  readonly #journal: Journal;
  readonly #state: State;
  #commands = 0;
  #writing: Promise<void> | null = null;

  constructor(options: SequencerOptions<State, Command, Value, Refusal>, journal: Journal, state: State) {
    this.#options = options;
    this.#journal = journal;
    this.#state = state;
  }

  /** Counts commands that the state has and the last snapshot has not. */
  count(commands: number): void {
    this.#commands += commands;
    const every = this.#options.snapshots?.everyCommands ?? Number.POSITIVE_INFINITY;
    if (this.#commands >= every) this.#write();
  }

  /** Waits for a snapshot that is being written, and writes a last one when there is much to be replayed. */
  async finish(): Promise<void> {
    await this.#writing;
    if (this.#commands >= commandsWorthSnapshot) this.#write();
    await this.#writing;
  }

  #write(): void {
    const { snapshots, directory } = this.#options;
    if (snapshots === undefined || this.#writing !== null || this.#journal.fault !== null) return;
    // State and position are of the same moment: nothing is applied without being appended in the same turn.
    const parts = snapshots.encode(this.#state);
    const { end } = this.#journal;
    this.#commands = 0;
    const written = this.#journal.barrier().then(async (result) => {
      if (!result.ok) return;
      await snapshots.prepare();
      await writeSnapshot(directory, end, parts);
    });
    this.#writing = written.then(
      () => this.#done(),
      () => this.#done(),
    );
  }

  #done(): void {
    this.#writing = null;
  }
}

function replay<State, Command, Value, Refusal>(
  options: SequencerOptions<State, Command, Value, Refusal>,
  state: State,
  values: readonly unknown[],
): SequencerOpenError | null {
  for (const [index, value] of values.entries()) {
    if (!options.isCommand(value)) return { code: 'journal_record_unknown', record: index + 1 };
    if (!options.reduce(state, value).ok) return { code: 'journal_replay_refused', record: index + 1 };
  }
  return null;
}
