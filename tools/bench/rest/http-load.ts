// A closed loop of keep-alive connections that ask as fast as they are answered; as little work for itself as it can do.

import { connect, type Socket } from 'node:net';

/** Makes the bytes of the next request. */
export type NextRequest = () => string;

export interface Load {
  readonly port: number;
  readonly connections: number;
  readonly requests: number;
  readonly next: NextRequest;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Replies with another status than 200, by their first 300 characters. */
  readonly refused: readonly string[];
}

/** Sends `load.requests` in all and resolves once the last one is answered; rejects when a connection breaks. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const tookMs: number[] = [];
  const refused: string[] = [];
  let left = load.requests;
  const mayAsk = () => {
    left -= 1;
    return left >= 0;
  };
  const startedMs = performance.now();
  const note = (reply: string, ms: number) => {
    tookMs.push(ms);
    if (!reply.startsWith('HTTP/1.1 200')) refused.push(reply.slice(0, 300));
  };
  await Promise.all(
    Array.from({ length: load.connections }, () => {
      const next = () => (mayAsk() ? load.next() : null);
      return askUntilDone(connect(load.port, '127.0.0.1'), next, note);
    }),
  );
  const seconds = (performance.now() - startedMs) / 1000;
  tookMs.sort((a, b) => a - b);
  const at = (share: number) => tookMs[Math.floor(tookMs.length * share)] ?? Number.NaN;
  return { perSecond: load.requests / seconds, p50Ms: at(0.5), p99Ms: at(0.99), refused };
}

function askUntilDone(
  socket: Socket,
  next: () => string | null,
  note: (reply: string, tookMs: number) => void,
): Promise<void> {
  socket.setNoDelay(true);
  return new Promise((resolve, reject) => {
    let text = '';
    let askedMs = 0;
    const ask = () => {
      const request = next();
      if (request === null) {
        socket.end();
        resolve();
        return;
      }
      askedMs = performance.now();
      socket.write(request, 'latin1');
    };
    socket.setEncoding('latin1');
    socket.on('connect', ask);
    socket.on('data', (chunk: string) => {
      text = text === '' ? chunk : text + chunk;
      if (!isWhole(text)) return;
      note(text, performance.now() - askedMs);
      text = '';
      ask();
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the server closed a connection under load')));
  });
}

function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const at = text.toLowerCase().lastIndexOf('content-length: ', end);
  const length = at < 0 ? 0 : Number.parseInt(text.slice(at + 16, text.indexOf('\r', at)), 10);
  return text.length >= end + 4 + length;
}
