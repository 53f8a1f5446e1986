// An incoming message that hands over its body whole: no stream is set going for a few bytes that have come already.

import { IncomingMessage } from 'node:http';
import { bodyBytesMax } from './router.ts';

export type Body = Uint8Array | 'too_large';

const noChunks: Uint8Array[] = [];

/**
 * Node's parser gives each part of a body to `push`, and null at the end. A stream would take each through a queue and
 * two turns of its ticks, which costs as much as checking a signature; nothing else listens to these messages.
 */
export class WholeRequest extends IncomingMessage {
  #then: ((body: Body) => void) | null = null;
  #chunks = noChunks;
  #bytes = 0;

  /** Calls `then` once: with the whole body, or as soon as it is too large. A body that is cut off never ends. */
  whenWhole(then: (body: Body) => void): void {
    this.#chunks = [];
    this.#then = then;
    if (Number(this.headers['content-length'] ?? '0') > bodyBytesMax) this.#settle('too_large');
  }

  /** Always true: what is not wanted any more is let go of, not held up. */
  override push(chunk: unknown): boolean {
    if (this.#then === null) return true;
    if (chunk === null) {
      const [only] = this.#chunks;
      this.#settle(this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks));
    } else if (chunk instanceof Uint8Array) {
      this.#bytes += chunk.byteLength;
      if (this.#bytes > bodyBytesMax) this.#settle('too_large');
      else this.#chunks.push(chunk);
    }
    return true;
  }

  /** Node asks for this once a response is over, to have the rest of a body flow by: here nothing is ever held up. */
  _dump(): void {}

  #settle(body: Body): void {
    const then = this.#then;
    this.#then = null;
    this.#chunks = noChunks;
    then?.(body);
  }
}
