// One connection's way out: whole frames straight to the socket, and never more waiting than a fixed amount.

import type { Socket } from 'node:net';
import type { BookId } from '@mandato/exchange-core/ids';
import type { StreamReader } from './market-stream.ts';

/** A reader with more than this waiting for it is cut off. */
export const waitingBytesMax = 131_072;
/** From here on only the latest state of a book waits. */
const latestOnlyBytes = 65_536;

export interface SocketReader extends StreamReader {
  /** True when nothing was taken in since the last question although something waits. */
  isStuck(): boolean;
}

/**
 * Frames are shared between readers, so what waits costs each reader little more than references. `onCutOff` is
 * told once when the reader is cut off for being slow; `onClose` closes politely.
 */
export function createSocketReader(
  socket: Socket,
  on: { readonly cutOff: () => void; readonly close: (code: number) => void },
): SocketReader {
  const latest = new Map<BookId, () => Buffer>();
  let takenBefore = -1;
  let isGone = false;
  socket.on('drain', sendWaiting);

  function sendWaiting(): void {
    for (const [book, frame] of latest) {
      if (socket.writableLength > latestOnlyBytes) return;
      latest.delete(book);
      socket.write(frame());
    }
  }

  return {
    send: (frames) => {
      if (isGone) return;
      // Who has kept up so far is given even a large burst: only what waited before counts.
      if (socket.writableLength <= waitingBytesMax) {
        socket.write(frames);
        return;
      }
      isGone = true;
      latest.clear();
      on.cutOff();
    },
    sendLatest: (book, frame) => {
      if (isGone) return;
      if (socket.writableLength > latestOnlyBytes) latest.set(book, frame);
      else socket.write(frame());
    },
    close: (code) => on.close(code),
    isStuck: () => {
      const taken = socket.bytesWritten - socket.writableLength;
      const isStuck = socket.writableLength > 0 && taken === takenBefore;
      takenBefore = taken;
      return isStuck;
    },
  };
}
