// Puts a Lonja and its WebSockets on a free port of this machine until the test has ended.

import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { createSocketServer } from '../http/socket-server.ts';
import type { TestLonja } from './test-lonja.ts';

/** The server that listens, and its port. */
export async function listenForTest(test: TestLonja) {
  const server = createSocketServer(test.lonja.router);
  const { streamServer } = test.lonja;
  streamServer.attach(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    streamServer.close();
    server.closeAllConnections();
    server.close();
    await test.close();
  });
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 };
}
