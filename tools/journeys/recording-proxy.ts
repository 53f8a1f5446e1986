// Stands between two programs, passes every byte on unchanged, and remembers all of them.

import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface RecordingProxy {
  readonly url: string;
  /** Everything that went either way so far. */
  recorded(): Buffer;
  close(): Promise<void>;
}

/** Listens on a free port of this machine and leads to `port`. */
export async function openRecordingProxy(port: number): Promise<RecordingProxy> {
  const chunks: Buffer[] = [];
  const sockets = new Set<Socket>();
  const pass = (from: Socket, to: Socket) => {
    from.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      to.write(chunk);
    });
    from.on('end', () => to.end());
    // The other end learns of it; the programs are made to bear lost connections.
    from.on('error', () => to.destroy());
    from.on('close', () => sockets.delete(from));
  };
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) sockets.add(socket);
    pass(near, far);
    pass(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://localhost:${portOf(address)}`,
    recorded: () => Buffer.concat(chunks),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the proxy listens on a port');
  return address.port;
}
