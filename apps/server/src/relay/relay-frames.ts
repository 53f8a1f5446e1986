// One JSON text a line over the relay's connection; what does not fit, or is not JSON, ends the connection.

import type { Socket } from 'node:net';

/** Calls `onFrame` for each line; a line longer than `bytesMax` or without JSON destroys the socket. */
export function readFrames(socket: Socket, bytesMax: number, onFrame: (frame: unknown) => void): void {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    rest += chunk;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const frame = parse(rest.slice(0, end));
      rest = rest.slice(end + 1);
      if (frame === undefined) {
        socket.destroy();
        return;
      }
      onFrame(frame);
    }
    if (rest.length > bytesMax) socket.destroy();
  });
}

export function writeFrame(socket: Socket, frame: object): void {
  socket.write(`${JSON.stringify(frame)}\n`);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
