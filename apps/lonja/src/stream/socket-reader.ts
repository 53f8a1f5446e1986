// One connection's way out: whole frames straight to the socket, and never more waiting than a fixed amount.

import type { Socket } from 'node:net';
import type { BookId } from '@mandato/exchange-core/ids';
import { DirectWriter } from '../http/direct-writer.ts';
import type { StreamReader } from './market-stream.ts';

/** A reader with more than this waiting for it is cut off. */
export const waitingBytesMax = 131_072;
/** From here on only the latest state of a book waits. */
const latestOnlyBytes = 65_536;

export interface ReaderEnds {
  /** Told once when the reader is cut off for being slow. */
  readonly cutOff: () => void;
  /** Closes politely. */
  readonly close: (code: number) => void;
}

/**
 * Frames are shared between readers, so what waits costs each reader little more than references. A class and not
 * closures: one event walks through thousands of readers, and what is spread over the memory is slow to reach.
 */
export class SocketReader implements StreamReader {
  readonly #socket: Socket;
  readonly #direct: DirectWriter;
  readonly #ends: ReaderEnds;
  #isGone = false;
  #takenBefore = -1;
  /** Made when the first state of a book has to wait, which for most readers is never. */
  #latest: Map<BookId, () => Buffer> | null = null;

  constructor(socket: Socket, ends: ReaderEnds) {
    this.#socket = socket;
    this.#direct = new DirectWriter(socket);
    this.#ends = ends;
  }

  isReady(): boolean {
    return !this.#isGone && this.#direct.isReady();
  }

  send(frames: Buffer): void {
    if (this.#isGone || this.#direct.write(frames)) return;
    // Who has kept up so far is given even a large burst: only what waited before counts.
    if (this.#socket.writableLength <= waitingBytesMax) {
      this.#socket.write(frames);
      return;
    }
    this.#isGone = true;
    this.#latest = null;
    this.#ends.cutOff();
  }

  sendLatest(book: BookId, frame: () => Buffer): void {
    if (this.#isGone) return;
    if (this.#socket.writableLength <= latestOnlyBytes) {
      const bytes = frame();
      if (!this.#direct.write(bytes)) this.#socket.write(bytes);
      return;
    }
    if (this.#latest === null) {
      this.#latest = new Map();
      this.#socket.on('drain', () => this.#sendWaiting());
    }
    this.#latest.set(book, frame);
  }

  close(code: number): void {
    this.#ends.close(code);
  }

  /** True when nothing was taken in since the last question although something waits. */
  isStuck(): boolean {
    const taken = this.#socket.bytesWritten - this.#socket.writableLength;
    const isStuck = this.#socket.writableLength > 0 && taken === this.#takenBefore;
    this.#takenBefore = taken;
    return isStuck;
  }

  #sendWaiting(): void {
    const latest = this.#latest;
    if (latest === null) return;
    for (const [book, frame] of latest) {
      if (this.#socket.writableLength > latestOnlyBytes) return;
      latest.delete(book);
      this.#socket.write(frame());
    }
  }
}
