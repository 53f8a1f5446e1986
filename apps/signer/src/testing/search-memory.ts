// Reads the whole memory of a running process and says which of some texts are in it; for tests.

import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/** Which of `texts` are in what the process can write, on Linux and for who may read it: its parents and root. */
export function searchMemory(pid: number, texts: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const needles = texts.map((text) => ({ text, bytes: Buffer.from(text, 'latin1') }));
  for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
    const [, from = '', to = '', rights = ''] = /^([0-9a-f]+)-([0-9a-f]+) (\S+)/.exec(line) ?? [];
    const isMapped = line.endsWith('[vvar]') || line.endsWith('[vsyscall]');
    // Only what can be written can hold what came in while it ran.
    if (!rights.startsWith('rw') || isMapped) continue;
    for (const chunk of readRange(memory, BigInt(`0x${from}`), BigInt(`0x${to}`))) {
      for (const { text, bytes } of needles) if (chunk.includes(bytes)) found.add(text);
    }
  }
  closeSync(memory);
  return found;
}

function* readRange(memory: number, from: bigint, to: bigint): Generator<Buffer> {
  const size = 16 * 1_048_576;
  const overlap = 128n;
  for (let at = from; at < to; at += BigInt(size) - overlap) {
    const chunk = Buffer.alloc(Number(to - at < BigInt(size) ? to - at : BigInt(size)));
    try {
      yield chunk.subarray(0, readSync(memory, chunk, 0, chunk.length, at));
    } catch {
      // A range that was given back meanwhile holds nothing any more.
    }
    if (to - at <= BigInt(size)) return;
  }
}
