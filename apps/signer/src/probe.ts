// The probe: asks one exchange, with a key that an operator gives it, how it treats nonces, ids and lost requests; then ends.

import './process/close-debugger.ts';
import { text } from 'node:stream/consumers';
import { plainRecord } from './client/plain-record.ts';
import { pinHosts } from './egress/pinned-hosts.ts';
import { deriveSettings } from './probe/derive-settings.ts';
import { probeFills } from './probe/probe-fills.ts';
import type { ProbeFinding, ProbeReport } from './probe/probe-finding.ts';
import { probeHistory } from './probe/probe-history.ts';
import { probeNonces } from './probe/probe-nonces.ts';
import { probeOrders } from './probe/probe-orders.ts';
import { ProbeSession } from './probe/probe-session.ts';
import { type TinyOrder, tinyOrderFor } from './probe/tiny-order.ts';
import { forgetCredential } from './sign/sign-request.ts';

/** What comes on standard input: never on the command line, which other users of the machine can read. */
interface Asked {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly book: string;
  readonly sampleCount: number;
  readonly hasFills: boolean;
}

/** Not asked by a polite guest; the reason stands in the report. */
const notAsked: readonly (readonly [string, string, string])[] = [
  [
    'P11',
    'What is the final state of an order filled in part and then cancelled?',
    'The order would have to be larger than what is on offer at a price, which is not small.',
  ],
  [
    'P12',
    'Does a market order for the exact balance leave room for the fee?',
    'It would spend the whole balance.',
  ],
];

process.exitCode = await main();

async function main(): Promise<number> {
  const asked = readAsked(await text(process.stdin));
  if (asked === null) return complain('the probe was not told what to ask');
  const pinned = pinHosts(asked.baseUrl);
  const host = pinned.ok ? pinned.value.practice : null;
  if (host === null) return complain('the address must be HTTPS, or plain HTTP on this machine');
  const credential = { apiKey: Buffer.from(asked.apiKey), apiSecret: Buffer.from(asked.apiSecret) };
  try {
    const session = new ProbeSession({ host, credential, pauseMs: host.isLoopback ? 0 : 300 });
    return await probe(session, asked);
  } finally {
    forgetCredential(credential);
  }
}

async function probe(session: ProbeSession, asked: Asked): Promise<number> {
  const { baseUrl, book } = asked;
  const startedAt = new Date().toISOString();
  const findings: ProbeFinding[] = [];
  const tell = (found: readonly ProbeFinding[]) => {
    findings.push(...found);
    for (const finding of found) say({ kind: 'finding', finding });
  };
  tell(await probeNonces(session));
  if (findings[0]?.state !== 'found') return complain('the exchange takes no signed request of this key');
  const order = await tinyOrderFor(session, book);
  if (typeof order === 'string') return complain(order);
  let leftOpen = 0;
  try {
    await probeWithOrders(session, { asked, order, tell });
  } finally {
    leftOpen = await session.cleanUp(book);
  }
  const settings = deriveSettings(findings);
  const endedAt = new Date().toISOString();
  const report: ProbeReport = { baseUrl, startedAt, endedAt, book, findings, settings, leftOpen };
  say({ kind: 'report', report });
  return leftOpen === 0 ? 0 : 1;
}

async function probeWithOrders(
  session: ProbeSession,
  by: {
    readonly asked: Asked;
    readonly order: TinyOrder;
    readonly tell: (found: readonly ProbeFinding[]) => void;
  },
): Promise<void> {
  const { asked, order, tell } = by;
  tell(await probeOrders(session, order, asked.sampleCount));
  if (asked.hasFills) tell(await probeFills(session, order));
  tell(await probeHistory(session, asked.book));
  tell(
    notAsked.map(([id, question, found]) => ({
      id,
      question,
      state: 'not_asked',
      found,
      figures: {},
      evidence: [],
    })),
  );
}

function readAsked(line: string): Asked | null {
  const { baseUrl, apiKey, apiSecret, book, sampleCount, hasFills } = plainRecord(jsonOf(line)) ?? {};
  if (typeof baseUrl !== 'string' || typeof apiKey !== 'string' || typeof apiSecret !== 'string') return null;
  if (typeof book !== 'string' || !/^[a-z0-9]+_[a-z0-9]+$/.test(book)) return null;
  if (typeof sampleCount !== 'number' || typeof hasFills !== 'boolean') return null;
  return { baseUrl, apiKey, apiSecret, book, sampleCount, hasFills };
}

function jsonOf(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return value;
  } catch {
    return null;
  }
}

/** One line of JSON for whoever started this. */
function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function complain(sentence: string): number {
  say({ kind: 'failed', sentence });
  return 1;
}
