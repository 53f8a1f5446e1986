// One running pair seen from the server: numbered questions and their answers, until either process ends.

import { plainRecord } from './plain-record.ts';
import type { SignerOptions } from './signer-options.ts';
import type { SealedCredential } from './signer-protocol.ts';
import { SignerRefused, SignerUnavailable } from './signer-unavailable.ts';
import type { ProcessPair } from './spawn-pair.ts';
import { endPair, spawnPair } from './spawn-pair.ts';
import { readGreeting, type SignerGreeting } from './start-message.ts';

/** What became of a question. `stopped`: the pair ended first, so whether it was acted on is unknown. */
export type Reply =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'not_asked' };

export interface PairSession {
  /** What it said of itself last; `locked` until the passphrase was right. */
  greeting(): OpenGreeting;
  readonly pair: ProcessPair;
  /** Gives the sealed passphrase; the code of a refusal, or null when it is open now. */
  unlock(sealed: SealedCredential): Promise<string | null>;
  /** `onProgress` hears what the program says of a question before it answers it. */
  ask(
    question: Readonly<Record<string, unknown>>,
    timeoutMs: number,
    onProgress?: (progress: unknown) => void,
  ): Promise<Reply>;
  /** Resolves when both processes have ended. */
  readonly ended: Promise<void>;
  end(): Promise<void>;
}

export type OpenGreeting = Exclude<SignerGreeting, { kind: 'refused' }>;

/** Options together with the passphrase as a browser sealed it, kept in memory for restarts and auditors. */
export interface PairOptions extends SignerOptions {
  readonly unlocking: { sealed: SealedCredential | null };
}

const startTimeoutMs = 20_000;
const endTimeoutMs = 2_000;
const questionBytesMax = 65_536;

/** Starts a pair and waits for both greetings. Rejects with SignerRefused or SignerUnavailable, and leaves nothing running. */
export async function startPair(options: PairOptions, role: 'signer' | 'auditor'): Promise<PairSession> {
  const pair = spawnPair(options, role);
  const waiting = new Map<number, (reply: Reply) => void>();
  const listening = new Map<number, (progress: unknown) => void>();
  const ended = pairEnd(pair, () => {
    for (const settle of [...waiting.values()]) settle({ kind: 'stopped' });
  });
  let greeting = await awaitGreetings(pair).catch((error: unknown) => {
    endPair(pair);
    throw error;
  });
  pair.program.on('message', (message: unknown) => {
    const { id, value, progress } = plainRecord(message) ?? {};
    if (typeof id !== 'number') return;
    if (progress !== undefined) return listening.get(id)?.(progress);
    const reply = plainRecord(value);
    const settle = waiting.get(id);
    settle?.(reply?.['kind'] === 'done' ? { kind: 'done', value: reply['value'] } : { kind: 'failed' });
  });
  let lastId = 0;
  const ask: PairSession['ask'] = (question, timeoutMs, onProgress) => {
    lastId += 1;
    const id = lastId;
    const message = { id, ...question };
    if (Buffer.byteLength(JSON.stringify(message)) > questionBytesMax || !pair.program.connected) {
      return Promise.resolve({ kind: 'not_asked' });
    }
    return new Promise((resolve) => {
      const settle = (reply: Reply) => {
        clearTimeout(timer);
        waiting.delete(id);
        listening.delete(id);
        resolve(reply);
      };
      if (onProgress !== undefined) listening.set(id, onProgress);
      const timer = setTimeout(() => settle({ kind: 'timeout' }), timeoutMs);
      waiting.set(id, settle);
      pair.program.send(message, (error) => {
        if (error !== null) settle({ kind: 'stopped' });
      });
    });
  };
  const unlock = async (sealed: SealedCredential): Promise<string | null> => {
    const reply = await ask({ verb: 'unlock', sealed }, startTimeoutMs);
    if (reply.kind !== 'done') return 'signer_unavailable';
    const { ok, error, value } = plainRecord(reply.value) ?? {};
    const opened = ok === true ? readGreeting(value) : null;
    if (opened?.kind !== 'ready') return typeof error === 'string' ? error : 'signer_unavailable';
    greeting = opened;
    options.unlocking.sealed = sealed;
    return null;
  };
  const end = () => endGently(pair, ended);
  const { sealed } = options.unlocking;
  const refusal = greeting.kind === 'locked' && sealed !== null ? await unlock(sealed) : null;
  if (refusal !== null) {
    await end();
    throw new SignerRefused(refusal);
  }
  return { greeting: () => greeting, pair, ask, unlock, ended, end };
}

async function pairEnd(pair: ProcessPair, onFirst: () => void): Promise<void> {
  const exits = [pair.program, pair.egress].map(
    (child) =>
      new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
        child.once('error', () => resolve());
      }),
  );
  await Promise.race(exits);
  onFirst();
  endPair(pair);
  await Promise.all(exits);
}

function awaitGreetings(pair: ProcessPair): Promise<OpenGreeting> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new SignerUnavailable()), startTimeoutMs);
    let ready: OpenGreeting | null = null;
    let isEgressReady = false;
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    const settle = () => {
      if (ready === null || !isEgressReady) return;
      clearTimeout(timer);
      resolve(ready);
    };
    pair.program.once('message', (message: unknown) => {
      const greeting = readGreeting(message);
      if (greeting?.kind === 'refused') return fail(new SignerRefused(greeting.code));
      ready = greeting;
      settle();
    });
    pair.egress.once('message', (message: unknown) => {
      const { kind, code } = plainRecord(message) ?? {};
      if (kind === 'refused' && typeof code === 'string') return fail(new SignerRefused(code));
      isEgressReady = true;
      settle();
    });
    // A refusal arrives before the exit that follows it, but the other half may end first.
    for (const child of [pair.program, pair.egress]) {
      child.once('close', () => setTimeout(() => fail(new SignerUnavailable()), 250).unref());
    }
  });
}

// Closing the channel is the signal to end; whoever does not hear it is killed.
async function endGently(pair: ProcessPair, ended: Promise<void>): Promise<void> {
  for (const child of [pair.program, pair.egress]) if (child.connected) child.disconnect();
  const timer = setTimeout(() => endPair(pair), endTimeoutMs);
  await ended;
  clearTimeout(timer);
}
