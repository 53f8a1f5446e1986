// What storage does to those who use it: full for a while, out of reach for a while, and without power in an instant.

import type { MemoryTables } from './memory-tables.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A statement or a commit that storage refused; nothing of its transaction is left. */
export class StorageFailed extends Error {
  override readonly name = 'StorageFailed';
}

// One of each is enough, for they come by the thousand and nobody reads where.
const unreachable = new StorageFailed('connection refused');
const noRoom = new StorageFailed('no space left on device');

/** Without real syncing, what is older than this has reached the disk all the same. */
const lazySyncMs = 20_000;

export class SimStorage {
  readonly #time: VirtualTime;
  readonly #tables: MemoryTables;
  #fullUntilMs = 0;
  #awayUntilMs = 0;

  constructor(time: VirtualTime, tables: MemoryTables) {
    this.#time = time;
    this.#tables = tables;
  }

  fill(untilMs: number): void {
    this.#time.note('the disk is full');
    this.#fullUntilMs = untilMs;
  }

  goAway(untilMs: number): void {
    this.#time.note('the database is out of reach');
    this.#awayUntilMs = untilMs;
  }

  /** What was not synced is lost. */
  losePower(): void {
    this.#time.note('the power fails');
    this.#tables.losePower();
  }

  /** A disk that says "written" before it is: the planted bug that V20 is for. */
  syncLazily(): void {
    this.#tables.isSynced = false;
    const sync = () => {
      this.#tables.sync();
      this.#time.after(lazySyncMs, sync);
    };
    this.#time.after(lazySyncMs, sync);
  }

  expectReachable(): void {
    if (this.#time.nowMs < this.#awayUntilMs) throw unreachable;
  }

  expectRoom(): void {
    this.expectReachable();
    if (this.#time.nowMs < this.#fullUntilMs) throw noRoom;
  }

  recover(): void {
    this.#fullUntilMs = 0;
    this.#awayUntilMs = 0;
  }
}
