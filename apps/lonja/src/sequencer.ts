// The only writer of Lonja's state: commands are applied in one order, journaled, and acknowledged once on the disk.

import { err, ok, type Result } from '@mandato/primitives/result';
import { type DataLockError, lockData } from './journal/data-lock.ts';
import { type JournalFault, type JournalOpenError, openJournal } from './journal/journal.ts';
import type { JournalDisk } from './journal/journal-disk.ts';

/** What the sequencer drives: a state, and how a command changes it in place (a refused one changes nothing). */
export interface SequencerOptions<State, Command, Value, Refusal> {
  /** Where the journal and its lock live. */
  readonly directory: string;
  readonly state: State;
  readonly reduce: (state: State, command: Command) => Result<Value, Refusal>;
  /** Recognises a command read back from the journal. */
  readonly isCommand: (value: unknown) => value is Command;
  /** Stands in for the real disk in tests. */
  readonly openDisk?: (file: string) => Promise<JournalDisk>;
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
  /** Waits for what was submitted, then gives the directory back. */
  close(): Promise<void>;
}

/** Locks the directory, replays its journal into `options.state`, and starts taking commands. */
export async function openSequencer<State, Command, Value, Refusal>(
  options: SequencerOptions<State, Command, Value, Refusal>,
): Promise<Result<Sequencer<State, Command, Value, Refusal>, SequencerOpenError>> {
  const lock = lockData(options.directory);
  if (!lock.ok) return lock;
  const opened = await openJournal(options.directory, options.openDisk);
  if (!opened.ok) {
    lock.value.release();
    return opened;
  }
  const { journal, values } = opened.value;
  async function close(): Promise<void> {
    await journal.close();
    if (lock.ok) lock.value.release();
  }

  const replayed = replay(options, values);
  if (replayed !== null) {
    await close();
    return err(replayed);
  }
  const { state, reduce } = options;
  return ok({
    state,
    get fault() {
      return journal.fault;
    },
    async submit(command) {
      if (journal.fault !== null) return err(journal.fault);
      const applied = reduce(state, command);
      // A refusal may tell of commands still on their way to the disk, so it waits for them too.
      const written = await (applied.ok ? journal.append(command) : journal.barrier());
      return written.ok ? applied : written;
    },
    close,
  });
}

function replay<State, Command, Value, Refusal>(
  options: SequencerOptions<State, Command, Value, Refusal>,
  values: readonly unknown[],
): SequencerOpenError | null {
  for (const [index, value] of values.entries()) {
    if (!options.isCommand(value)) return { code: 'journal_record_unknown', record: index + 1 };
    if (!options.reduce(options.state, value).ok)
      return { code: 'journal_replay_refused', record: index + 1 };
  }
  return null;
}
