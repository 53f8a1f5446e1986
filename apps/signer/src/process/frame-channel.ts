// Length-prefixed JSON frames over a byte stream: the private line between signer or auditor and egress.

import type { Readable, Writable } from 'node:stream';

export interface FrameChannel {
  send(frame: unknown): void;
}

/**
 * Frames are a 4-byte big-endian length and that many bytes of JSON. A frame above the bound, or one that is not
 * JSON, ends the line: `onBroken` is called once and nothing more is read.
 */
export function openFrameChannel(line: {
  readonly input: Readable;
  readonly output: Writable;
  readonly receivedBytesMax: number;
  readonly sentBytesMax: number;
  readonly onFrame: (frame: unknown) => void;
  readonly onBroken: () => void;
}): FrameChannel {
  let buffered: Buffer = Buffer.alloc(0);
  let isBroken = false;
  const breakLine = () => {
    if (isBroken) return;
    isBroken = true;
    line.onBroken();
  };
  line.input.on('data', (chunk: Buffer) => {
    buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk]);
    while (!isBroken) {
      const taken = takeFrame(buffered, line.receivedBytesMax);
      if (taken === 'incomplete') return;
      if (taken === 'broken') return breakLine();
      buffered = taken.rest;
      line.onFrame(taken.frame);
    }
  });
  line.input.on('end', breakLine);
  line.input.on('close', breakLine);
  line.input.on('error', breakLine);
  line.output.on('error', breakLine);
  return {
    send(frame) {
      const body = Buffer.from(JSON.stringify(frame), 'utf8');
      if (body.length > line.sentBytesMax) return breakLine();
      const head = Buffer.alloc(4);
      head.writeUInt32BE(body.length, 0);
      line.output.write(Buffer.concat([head, body]));
    },
  };
}

function takeFrame(
  buffered: Buffer,
  bytesMax: number,
): { readonly frame: unknown; readonly rest: Buffer } | 'incomplete' | 'broken' {
  if (buffered.length < 4) return 'incomplete';
  const length = buffered.readUInt32BE(0);
  if (length > bytesMax) return 'broken';
  if (buffered.length < 4 + length) return 'incomplete';
  const frame = parseJson(buffered.subarray(4, 4 + length).toString('utf8'));
  return frame === undefined ? 'broken' : { frame, rest: buffered.subarray(4 + length) };
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
