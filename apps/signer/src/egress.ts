// Egress: sends signed requests to pinned hosts and returns what came of them; it holds no key and can sign nothing.

import { Socket } from 'node:net';
import { pinHosts } from './egress/pinned-hosts.ts';
import { sendRequest } from './egress/send-request.ts';
import { answerFrameBytesMax, readRequestFrame, requestFrameBytesMax } from './process/egress-protocol.ts';
import { openFrameChannel } from './process/frame-channel.ts';

process.on('disconnect', () => process.exit(0));
start();

function start(): void {
  const hosts = pinHosts(process.argv[2] ?? null);
  if (!hosts.ok) {
    process.send?.({ kind: 'refused', code: hosts.error });
    process.exitCode = 1;
    process.disconnect?.();
    return;
  }
  // Descriptor 3 is one end of a socket pair; the signer or auditor holds the other.
  const line = new Socket({ fd: 3, readable: true, writable: true });
  const channel = openFrameChannel({
    input: line,
    output: line,
    receivedBytesMax: requestFrameBytesMax,
    sentBytesMax: answerFrameBytesMax,
    onFrame: (frame) => {
      const read = readRequestFrame(frame);
      if (read === null) return process.exit(1);
      const { id, request } = read;
      const host = hosts.value[request.exchange];
      if (host === null) {
        return channel.send({ id, outcome: { kind: 'not_sent', cause: 'connection_refused' } });
      }
      sendRequest(host, request).then(
        (outcome) => channel.send({ id, outcome }),
        () => channel.send({ id, outcome: { kind: 'lost', cause: 'connection_reset' } }),
      );
    },
    onBroken: () => process.exit(0),
  });
  process.send?.({ kind: 'ready' });
}
