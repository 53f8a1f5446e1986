// Decides when a snapshot is taken and by whom: beside the running exchange, or here while nobody waits for an answer.

import type { SnapshotCodec } from './fold.ts';
import type { Journal } from './journal/journal.ts';
import { writeSnapshot } from './journal/snapshot-file.ts';
import type { SnapshotJob } from './take-snapshot.ts';

// Fewer are replayed in the time that a snapshot takes.
const commandsWorthSnapshot = 5_000;

/** A snapshot that is being taken by somebody else. */
export interface RunningSnapshot {
  /** Null once it is on the disk, or why it is not. */
  readonly done: Promise<string | null>;
  /** Ends the work; `done` then says so. */
  stop(): Promise<void>;
}

/** How many snapshots were written and how many could not be, since the start. */
export interface SnapshotCounts {
  written: number;
  failed: number;
}

export interface SnapshotWriterOptions<State> {
  readonly directory: string;
  readonly snapshots: SnapshotCodec<State> | undefined;
  /** Takes one without this thread; without it each is taken here, and everything waits for it. */
  readonly takeBeside?: ((job: SnapshotJob) => RunningSnapshot) | undefined;
  /** Told why one was not written. */
  readonly noteFailure?: ((reason: string) => void) | undefined;
  readonly journal: Journal;
  readonly state: State;
}

/** One snapshot at a time; one that cannot be written is one that is not there, and is tried again as the next one. */
export class SnapshotWriter<State> {
  readonly counts: SnapshotCounts = { written: 0, failed: 0 };
  readonly #options: SnapshotWriterOptions<State>;
  // Commands that the state has and the newest snapshot has not, and those since one was last begun.
  #behind = 0;
  #sinceBegun = 0;
  #writing: Promise<void> | null = null;
  #beside: RunningSnapshot | null = null;
  #isClosing = false;

  constructor(options: SnapshotWriterOptions<State>) {
    this.#options = options;
  }

  /** Counts what a start replayed. Nobody waits for an answer yet, and here it is quicker than beside. */
  started(commands: number): void {
    this.#count(commands);
    if (this.#isDue()) this.#begin((covered) => this.#writeHere(covered));
  }

  /** Counts commands that were applied. */
  count(commands: number): void {
    this.#count(commands);
    if (!this.#isDue()) return;
    const isBeside = this.#options.takeBeside !== undefined;
    this.#begin((covered) => (isBeside ? this.#writeBeside(covered) : this.#writeHere(covered)));
  }

  /** Ends what is being taken beside, and writes a last one here when there is much to be replayed. */
  async finish(): Promise<void> {
    this.#isClosing = true;
    await this.#beside?.stop();
    await this.#writing;
    if (this.#behind >= commandsWorthSnapshot) this.#begin((covered) => this.#writeHere(covered));
    await this.#writing;
  }

  #count(commands: number): void {
    this.#behind += commands;
    this.#sinceBegun += commands;
  }

  #isDue(): boolean {
    const every = this.#options.snapshots?.everyCommands ?? Number.POSITIVE_INFINITY;
    return this.#sinceBegun >= every && this.#writing === null;
  }

  #begin(write: (covered: number) => Promise<string | null>): void {
    if (this.#options.snapshots === undefined || this.#options.journal.fault !== null) return;
    this.#sinceBegun = 0;
    const written = write(this.#behind).catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
    this.#writing = written.then((reason) => {
      this.#writing = null;
      if (reason === null) this.counts.written += 1;
      else if (!this.#isClosing) this.#failed(reason);
    });
  }

  #failed(reason: string): void {
    this.counts.failed += 1;
    this.#options.noteFailure?.(reason);
  }

  // State and position are of the same moment: nothing is applied without being appended in the same turn.
  async #writeHere(covered: number): Promise<string | null> {
    const { snapshots, journal, state, directory } = this.#options;
    const parts = snapshots?.encode(state) ?? [];
    const { end } = journal;
    const durable = await journal.barrier();
    if (!durable.ok) return durable.error;
    await snapshots?.prepare();
    await writeSnapshot(directory, end, parts);
    this.#behind -= covered;
    return null;
  }

  async #writeBeside(covered: number): Promise<string | null> {
    const { takeBeside, journal, directory } = this.#options;
    const { end } = journal;
    const durable = await journal.barrier();
    if (!durable.ok) return durable.error;
    if (this.#isClosing || takeBeside === undefined) return 'closing';
    this.#beside = takeBeside({ directory, to: end });
    const reason = await this.#beside.done;
    this.#beside = null;
    if (reason === null) this.#behind -= covered;
    return reason;
  }
}
