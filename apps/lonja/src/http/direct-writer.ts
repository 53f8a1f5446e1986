// Gives bytes to the system without Node's queue in between, where nothing waits in it: for short answers and fan-outs.

import { writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/**
 * The short way out of one socket. Its fields are its own and in no object in between: a fan-out walks through
 * thousands of these, and each object more is a line of memory that is far away.
 */
export class DirectWriter {
  readonly #socket: Socket;
  /** The system's handle, which the number is good for as long as the socket holds it; undefined without a short way. */
  readonly #handle: unknown;
  readonly #descriptor: number;

  constructor(socket: Socket) {
    const open = handleOf(socket);
    this.#socket = socket;
    this.#handle = open?.handle;
    this.#descriptor = open?.descriptor ?? -1;
  }

  /**
   * True when `bytes` are on their way: what the system took, and the rest in the socket's own queue. False when
   * nothing was done: something waits already, the socket is not a plain open one, or the system has no room.
   */
  write(bytes: Buffer): boolean {
    const written = this.#give(bytes, 0, bytes.length);
    if (written < 0) return false;
    if (written < bytes.length) this.#socket.write(bytes.subarray(written));
    return true;
  }

  /** As `write`, of the bytes from `start` up to `end`, which the caller may change as soon as this returns. */
  writePart(bytes: Buffer, start: number, end: number): boolean {
    const written = this.#give(bytes, start, end - start);
    if (written < 0) return false;
    if (written < end - start) this.#socket.write(Buffer.from(bytes.subarray(start + written, end)));
    return true;
  }

  /** True when nothing waits and the socket is a plain open one. */
  isReady(): boolean {
    const socket = this.#socket;
    if (this.#descriptor < 0 || socket.writableLength > 0 || !socket.writable) return false;
    // A number is given to somebody else once its handle is closed, and a closed socket has let go of its handle.
    return '_handle' in socket && socket._handle === this.#handle;
  }

  // How much the system took; -1 when nothing was done.
  #give(bytes: Buffer, start: number, length: number): number {
    if (!this.isReady()) return -1;
    try {
      return writeSync(this.#descriptor, bytes, start, length, null);
    } catch {
      // No room, or nobody at the other end: the socket's own way finds out which, and deals with it.
      return -1;
    }
  }
}

function handleOf(socket: Socket): { readonly handle: object; readonly descriptor: number } | null {
  // What is written past the encryption would reach the other end in the clear.
  if (socket instanceof TLSSocket || !('_handle' in socket)) return null;
  const handle = socket._handle;
  if (typeof handle !== 'object' || handle === null || !('fd' in handle)) return null;
  // Negative where the system has no such numbers, as on Windows.
  const descriptor = handle.fd;
  return typeof descriptor === 'number' && descriptor >= 0 ? { handle, descriptor } : null;
}
