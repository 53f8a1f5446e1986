// A wire of our own between two programs that can be cut, slowed, stopped, or made to swallow the way back.

import { createServer, connect as dial, type Server, type Socket } from 'node:net';

/** How the wire treats what passes: `swallow` lets questions through and drops the answers with their connections. */
export type WireMode = 'open' | 'slow' | 'stalled' | 'refusing' | 'swallow';

export interface TcpProxy {
  readonly port: number;
  /** Connections that were cut so far. */
  readonly cuts: number;
  setMode(mode: WireMode): void;
  /** Resets every connection that is open now. */
  cutAll(): void;
  close(): Promise<void>;
}

const slowMs = 400;

/** Listens on a free port of 127.0.0.1 and passes everything on to `targetPort`. */
export async function openTcpProxy(targetPort: number, port = 0): Promise<TcpProxy> {
  const wire = new Wire(targetPort);
  await new Promise<void>((resolve, reject) => {
    wire.server.once('error', reject);
    wire.server.listen(port, '127.0.0.1', resolve);
  });
  const address = wire.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    get cuts() {
      return wire.cuts;
    },
    setMode: (mode) => wire.setMode(mode),
    cutAll: () => wire.cutAll(),
    close: async () => {
      wire.cutAll();
      await new Promise((resolve) => {
        wire.server.close(resolve);
      });
    },
  };
}

class Wire {
  readonly server: Server;
  cuts = 0;
  #mode: WireMode = 'open';
  readonly #targetPort: number;
  readonly #pairs = new Set<{ readonly near: Socket; readonly far: Socket }>();
  #waiting: (() => void)[] = [];

  constructor(targetPort: number) {
    this.#targetPort = targetPort;
    this.server = createServer((near) => this.#take(near));
  }

  setMode(mode: WireMode): void {
    this.#mode = mode;
    if (mode === 'stalled') return;
    for (const pass of this.#waiting.splice(0)) pass();
  }

  cutAll(): void {
    for (const pair of this.#pairs) this.#cut(pair);
  }

  #take(near: Socket): void {
    if (this.#mode === 'refusing') {
      near.resetAndDestroy();
      return;
    }
    const far = dial({ port: this.#targetPort, host: '127.0.0.1' });
    const pair = { near, far };
    this.#pairs.add(pair);
    for (const end of [near, far]) {
      end.setNoDelay(true);
      end.on('error', () => this.#cut(pair));
      end.on('close', () => this.#cut(pair));
    }
    near.on('data', (chunk: Buffer) => void this.#pass(far, chunk));
    far.on('data', (chunk: Buffer) => {
      if (this.#mode === 'swallow') this.#cut(pair);
      else void this.#pass(near, chunk);
    });
    near.on('end', () => far.end());
    far.on('end', () => near.end());
  }

  async #pass(to: Socket, chunk: Buffer): Promise<void> {
    if (this.#mode === 'slow') await new Promise((resolve) => setTimeout(resolve, slowMs));
    if (this.#mode === 'stalled') {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    if (to.writable) to.write(chunk);
  }

  #cut(pair: { readonly near: Socket; readonly far: Socket }): void {
    if (!this.#pairs.delete(pair)) return;
    this.cuts += 1;
    pair.near.resetAndDestroy();
    pair.far.destroy();
  }
}
