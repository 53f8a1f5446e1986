// What a program without one networking import could still do, and that nothing of it is left once the module has run.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { buildProgramOf } from '../testing/build-programs.ts';

// Sockets in the place of standard streams, as the signer has them: their class is one that connects.
const attempts = `
const port = Number(process.argv[2]);
const tried = {
  fetch: () => fetch('http://127.0.0.1:' + port),
  builtin: () => process.getBuiltinModule('node:net').connect(port),
  binding: () => process.binding('tcp_wrap'),
  input: () => connecting(process.stdin),
  output: () => connecting(process.stdout),
  fault: () => connecting(process.stderr),
  ready: () => process.stdin.connect(port, '127.0.0.1'),
  pipe: () => { new process.stdin._handle.constructor(1).bind(process.argv[1] + '.sock'); },
};
function connecting(stream) {
  const socket = new stream.constructor();
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.connect(port, '127.0.0.1', resolve));
}
const open = [];
for (const [name, attempt] of Object.entries(tried)) {
  try {
    await attempt();
    open.push(name);
  } catch {}
}
process.send(open, () => process.exit(0));
`;

const root = mkdtempSync(join(tmpdir(), 'network-test-'));
const servers: Server[] = [];
const sockets: Socket[] = [];
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  rmSync(root, { recursive: true, force: true });
});

test('items 17 and 26: remove-network leaves no class that connects, not even that of the standard streams', async () => {
  const before = await openDoors('without', '');
  expect(before.open).toEqual(
    expect.arrayContaining(['fetch', 'binding', 'input', 'output', 'fault', 'pipe']),
  );
  await expect.poll(before.connections).toBeGreaterThan(0);
  const after = await openDoors('with', "import './remove-network.ts';\n");
  expect(after.open).toEqual([]);
  expect(after.connections()).toBe(0);
});

interface Doors {
  /** The attempts that a program with this beginning got through. */
  readonly open: unknown;
  connections(): number;
}

async function openDoors(name: string, beginning: string): Promise<Doors> {
  const outfile = join(root, `${name}.mjs`);
  await buildProgramOf(beginning + attempts, import.meta.dirname, outfile);
  const { port, connections } = await listen();
  const child = spawn(process.execPath, [outfile, String(port)], {
    env: {},
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  });
  const open = await new Promise((resolve) => child.once('message', resolve));
  child.kill('SIGKILL');
  return { open, connections };
}

async function listen(): Promise<{ readonly port: number } & Pick<Doors, 'connections'>> {
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    sockets.push(socket.on('error', () => undefined));
    socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    connections: () => count,
  };
}
