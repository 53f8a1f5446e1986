// Asks egress to send one signed request and waits for what came of it; the only way out of signer and auditor.

import {
  answerFrameBytesMax,
  type EgressOutcome,
  readAnswerFrame,
  requestFrameBytesMax,
  type SignedRequest,
} from './egress-protocol.ts';
import { openFrameChannel } from './frame-channel.ts';

export type AskEgress = (request: SignedRequest) => Promise<EgressOutcome>;

/** Longer than egress' own deadline, so that its word normally comes first. */
const answerTimeoutMs = 17_000;

/** Opens the line on standard input and output. The process ends when the line does: half a pair is of no use. */
export function openEgressLine(): AskEgress {
  const waiting = new Map<number, (outcome: EgressOutcome) => void>();
  let lastId = 0;
  const channel = openFrameChannel({
    input: process.stdin,
    output: process.stdout,
    receivedBytesMax: answerFrameBytesMax,
    sentBytesMax: requestFrameBytesMax,
    onFrame: (frame) => {
      const answer = readAnswerFrame(frame);
      if (answer !== null) waiting.get(answer.id)?.(answer.outcome);
    },
    onBroken: () => process.exit(0),
  });
  return (request) =>
    new Promise((resolve) => {
      lastId += 1;
      const id = lastId;
      const settle = (outcome: EgressOutcome) => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(outcome);
      };
      const timer = setTimeout(() => settle({ kind: 'lost', cause: 'timeout' }), answerTimeoutMs);
      waiting.set(id, settle);
      channel.send({ id, ...request });
    });
}
