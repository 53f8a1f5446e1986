// Finds a loopback port that nobody listens on at this moment.

import { createServer } from 'node:net';

/** A program that is killed and started again leaves its port free for a moment, and it is still its own. */
const given = new Set<number>();

/** A TCP port of 127.0.0.1 that was free when asked for, and that this process was not given before. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await unusedPort();
    if (given.has(port)) continue;
    given.add(port);
    return port;
  }
}

function unusedPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
