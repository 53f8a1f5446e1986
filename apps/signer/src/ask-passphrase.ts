// Reads passphrases as bytes: from a terminal without showing them, or a line each from a pipe.

import type { Readable, Writable } from 'node:stream';

/** A stream that may be a terminal. */
export interface PassphraseSource extends Readable {
  readonly isTTY?: boolean;
  setRawMode?: (isRaw: boolean) => unknown;
}

const enter = new Set([0x0a, 0x0d]);
const backspaces = new Set([0x08, 0x7f]);
const interrupts = new Set([0x03, 0x04]);

/**
 * One passphrase for each of `prompts`, which only a terminal is shown. Null when the input ended before, or when it was
 * broken off with Ctrl-C or Ctrl-D. Whoever calls it zeroes what comes back.
 */
export async function askPassphrases(
  prompts: readonly string[],
  from: PassphraseSource,
  to: Writable,
): Promise<readonly Buffer[] | null> {
  const lines = new PassphraseLines(prompts, from.isTTY === true ? to : null);
  from.setRawMode?.(true);
  lines.ask();
  try {
    for await (const chunk of from) {
      const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      const isOver = lines.takeAll(bytes);
      bytes.fill(0);
      if (isOver) return lines.whole;
    }
    lines.end();
    return lines.whole;
  } finally {
    from.setRawMode?.(false);
  }
}

/** Bytes as they come, cut into lines; nothing of it is ever text. */
class PassphraseLines {
  readonly #prompts: readonly string[];
  readonly #terminal: Writable | null;
  readonly #taken: Buffer[] = [];
  readonly #line = Buffer.alloc(4_096);
  #length = 0;
  #last = 0;

  constructor(prompts: readonly string[], terminal: Writable | null) {
    this.#prompts = prompts;
    this.#terminal = terminal;
  }

  /** All of them, or null while one is missing. */
  get whole(): readonly Buffer[] | null {
    return this.#taken.length === this.#prompts.length ? this.#taken : null;
  }

  /** Shows a terminal the next question. */
  ask(): void {
    this.#terminal?.write(this.#prompts[this.#taken.length] ?? '');
  }

  /** True when no more is wanted: everything was said, or it was broken off. */
  takeAll(bytes: Buffer): boolean {
    for (const byte of bytes) {
      if (this.#terminal !== null && interrupts.has(byte)) return true;
      if (!this.#take(byte)) continue;
      this.#terminal?.write('\n');
      if (this.whole !== null) return true;
      this.ask();
    }
    return false;
  }

  /** True when `byte` ended a line. */
  #take(byte: number): boolean {
    const isSecondHalf = byte === 0x0a && this.#last === 0x0d;
    this.#last = byte;
    if (isSecondHalf) return false;
    if (enter.has(byte)) return this.#close();
    if (this.#terminal !== null && backspaces.has(byte)) this.#eraseCharacter();
    else if (this.#length < this.#line.length) this.#line[this.#length++] = byte;
    return false;
  }

  /** The input ended: a last line may lack its end. */
  end(): void {
    if (this.#length > 0) this.#close();
  }

  #close(): true {
    this.#taken.push(Buffer.from(this.#line.subarray(0, this.#length)));
    this.#line.fill(0);
    this.#length = 0;
    return true;
  }

  /** The last character with all its bytes of UTF-8. */
  #eraseCharacter(): void {
    while (this.#length > 0) {
      this.#length -= 1;
      if (((this.#line[this.#length] ?? 0) & 0xc0) !== 0x80) return;
    }
  }
}
