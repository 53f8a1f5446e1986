// Over real sockets: nothing is lost or comes in another order, whatever the system takes at once.

import { once } from 'node:events';
import { connect, createServer, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { DirectWriter } from './direct-writer.ts';

async function connection() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const reader = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1');
  const [socket] = await once(server, 'connection');
  if (!(socket instanceof Socket)) expect.fail('a connection is a socket');
  onTestFinished(() => {
    reader.destroy();
    socket.destroy();
    server.close();
  });
  return { reader, socket };
}

test('DirectWriter keeps every byte and their order when the system takes a part only', async () => {
  const { reader, socket } = await connection();
  const direct = new DirectWriter(socket);
  reader.pause();
  const parts: Buffer[] = [];
  let refused = 0;
  for (let part = 0; part < 40; part += 1) {
    const bytes = Buffer.alloc(300_000 + part, part);
    parts.push(bytes);
    if (direct.write(bytes)) continue;
    refused += 1;
    socket.write(bytes);
  }
  socket.end();
  const whole = Buffer.concat(await reader.toArray());
  expect(whole.equals(Buffer.concat(parts))).toBe(true);
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThan(parts.length);
});

test('DirectWriter.writePart() sends that part, and what the system left of it as it was then', async () => {
  const { reader, socket } = await connection();
  const direct = new DirectWriter(socket);
  reader.pause();
  const shared = Buffer.alloc(8_000_000);
  const wanted: Buffer[] = [];
  for (let part = 1; ; part += 1) {
    shared.fill(part);
    const end = shared.length - part;
    if (!direct.writePart(shared, part, end)) break;
    wanted.push(Buffer.from(shared.subarray(part, end)));
  }
  shared.fill(0);
  socket.end();
  const whole = Buffer.concat(await reader.toArray());
  expect(wanted.length).toBeGreaterThan(0);
  expect(whole.equals(Buffer.concat(wanted))).toBe(true);
});

test('DirectWriter leaves a closed socket and an encrypted one alone', async () => {
  const { socket } = await connection();
  const direct = new DirectWriter(socket);
  expect(direct.write(Buffer.from('a'))).toBe(true);
  socket.destroy();
  expect(direct.write(Buffer.from('b'))).toBe(false);
  const { socket: plain } = await connection();
  const secure = new TLSSocket(plain);
  expect(new DirectWriter(secure).write(Buffer.from('c'))).toBe(false);
  secure.destroy();
});
