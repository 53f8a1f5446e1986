// A state that is folded from its journal: what it starts as, what a command does to it, and how it becomes bytes.

import type { Result } from '@mandato/primitives/result';
import type { VisitRecord } from './journal/read-journal.ts';
import { type ReadSnapshot, readSnapshot } from './journal/snapshot-file.ts';

/** A state, and how a command changes it in place (a refused one changes nothing). */
export interface Fold<State, Command, Value, Refusal> {
  /** The state before the first command; one from a snapshot takes its place. */
  readonly state: State;
  readonly reduce: (state: State, command: Command) => Result<Value, Refusal>;
  /** Recognises a command read back from the journal. */
  readonly isCommand: (value: unknown) => value is Command;
  /** How the state is put into a snapshot and taken out again; without it every start replays the whole journal. */
  readonly snapshots?: SnapshotCodec<State>;
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

/** Why a record of a journal does not fit. `record` counts commands from 1. */
export interface ReplayError {
  readonly code: 'journal_record_unknown' | 'journal_replay_refused';
  readonly record: number;
}

/** The state of the newest snapshot of `directory` and its place in the journal; null when there is none to go by. */
export async function restoreFold<State>(
  directory: string,
  snapshots: SnapshotCodec<State> | undefined,
): Promise<{ readonly state: State; readonly position: ReadSnapshot['position'] } | null> {
  const snapshot = snapshots === undefined ? null : await readSnapshot(directory);
  const state = snapshot === null ? null : (snapshots?.decode(snapshot.parts) ?? null);
  return snapshot === null || state === null ? null : { state, position: snapshot.position };
}

/** Applies records to a state until one does not fit. */
export class Replay<State, Command, Value, Refusal> {
  count = 0;
  error: ReplayError | null = null;
  readonly #fold: Fold<State, Command, Value, Refusal>;
  readonly #state: State;

  constructor(fold: Fold<State, Command, Value, Refusal>, state: State) {
    this.#fold = fold;
    this.#state = state;
  }

  readonly visit: VisitRecord = (value, record) => {
    if (!this.#fold.isCommand(value)) this.error = { code: 'journal_record_unknown', record };
    else if (!this.#fold.reduce(this.#state, value).ok)
      this.error = { code: 'journal_replay_refused', record };
    else this.count += 1;
    return this.error === null;
  };
}
