// A worker's way to the signer of its installation; what may have been passed on and was not answered is lost, not failed.

import { connect, type TLSSocket } from 'node:tls';
import type { VenueAnswer } from '@mandato/invest-core/venue/venue-answer';
import { readVenueAnswer } from '@mandato/signer/client/read-reply';
import type { SignerClient } from '@mandato/signer/client/signer-protocol';
import * as z from 'zod';
import { readFrames, writeFrame } from './relay-frames.ts';
import { type RelaySecret, relayCipher } from './relay-secret.ts';

export interface RelayClient extends Pick<SignerClient, 'execute'> {
  isConnected(): boolean;
  /** Tells the main process that the exchange refused the key of a link. */
  tellKeyRefused(linkId: string): void;
  stop(): void;
}

/** Longer than the signer's own deadline, so that its word comes first. */
const answerMs = 22_000;
const pauseMsMin = 100;
const pauseMsMax = 2_000;
/** Answers carry whole pages of an exchange. */
const frameBytesMax = 8_000_000;

const replySchema = z.object({ id: z.number().int(), value: z.unknown() });

/** Connects, and again whenever the connection ends; asks nothing twice. */
export function relayClient(of: {
  readonly host: string;
  readonly port: number;
  readonly secret: RelaySecret;
}): RelayClient {
  const client = new Connection(of);
  client.open();
  return {
    execute: (request) => client.ask({ verb: 'execute', ...request }),
    isConnected: () => client.isReady,
    tellKeyRefused: (linkId) => client.tell({ verb: 'key_refused', linkId }),
    stop: () => client.stop(),
  };
}

class Connection {
  readonly #of: Parameters<typeof relayClient>[0];
  readonly #waiting = new Map<number, (answer: VenueAnswer) => void>();
  #socket: TLSSocket | null = null;
  #isStopped = false;
  #lastId = 0;
  #pauseMs = pauseMsMin;
  isReady = false;

  constructor(of: Parameters<typeof relayClient>[0]) {
    this.#of = of;
  }

  open(): void {
    const { host, port, secret } = this.#of;
    const socket = connect({
      ...relayCipher,
      host,
      port,
      pskCallback: () => ({ identity: secret.installId, psk: secret.secret }),
      // Whoever proves to have the secret is the other end; there is no certificate whose name could be checked.
      checkServerIdentity: () => undefined,
    });
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 5_000);
    socket.on('secureConnect', () => {
      this.isReady = true;
      this.#pauseMs = pauseMsMin;
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#onClose());
    readFrames(socket, frameBytesMax, (frame) => this.#settle(frame));
  }

  /** `not_sent` only where nothing was written; from the first byte on, silence is `lost`. */
  ask(question: object): Promise<VenueAnswer> {
    const socket = this.#socket;
    if (socket === null || !this.isReady || !socket.writable)
      return Promise.resolve({ kind: 'not_sent', cause: 'egress_unavailable' });
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      const settle = (answer: VenueAnswer): void => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(answer);
      };
      const timer = setTimeout(() => settle({ kind: 'lost', cause: 'timeout' }), answerMs);
      this.#waiting.set(id, settle);
      writeFrame(socket, { id, ...question });
    });
  }

  tell(words: object): void {
    if (this.#socket !== null && this.isReady) writeFrame(this.#socket, words);
  }

  stop(): void {
    this.#isStopped = true;
    this.#socket?.destroy();
  }

  #settle(frame: unknown): void {
    const reply = replySchema.safeParse(frame);
    if (!reply.success) return;
    const answer = readVenueAnswer(reply.data.value) ?? { kind: 'lost', cause: 'signer_stopped' };
    this.#waiting.get(reply.data.id)?.(answer);
  }

  #onClose(): void {
    this.isReady = false;
    for (const settle of [...this.#waiting.values()]) settle({ kind: 'lost', cause: 'signer_stopped' });
    if (this.#isStopped) return;
    setTimeout(() => {
      if (!this.#isStopped) this.open();
    }, this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, pauseMsMax);
  }
}
