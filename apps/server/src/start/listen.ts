// Opens the port, or says in one sentence why not.

import { createServer } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { PlainFailure } from './plain-failure.ts';
import type { Options } from './read-options.ts';

type Address = Pick<Options, 'host' | 'port' | 'publicUrl'>;

/** Fails at once where `listen` would fail after everything else has started. */
export async function requireFreePort({ host, port }: Address): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port }, resolve);
    });
  } catch (error) {
    throw portFailure(port, error);
  }
  await new Promise((resolve) => {
    server.close(resolve);
  });
}

/** Listens and answers the address that people open. */
export async function listen(app: FastifyInstance, { host, port, publicUrl }: Address): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw portFailure(port, error);
  }
  const address = app.server.address();
  const opened = typeof address === 'object' && address !== null ? address.port : port;
  return publicUrl?.origin ?? `http://localhost:${opened}`;
}

function portFailure(port: number, error: unknown): PlainFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const reason = code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${code})`;
  return new PlainFailure(`Port ${port} ${reason}: stop what uses it, or choose another with --port.`);
}
