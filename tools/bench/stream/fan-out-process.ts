// A child process of the stream benchmark: one order at a time, and its answer.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../repository-root.mjs';
import {
  type FanOutAnswer,
  fanOutAnswerSchema,
  type ReadOrder,
  type Sender,
  type SendOrder,
  type Sent,
} from './fan-out-words.ts';

type Order = ReadOrder | SendOrder;
type AnswerOf<Kind extends FanOutAnswer['kind']> = Extract<FanOutAnswer, { kind: Kind }>;

/** A sender and its readers, each in a process of its own, so that each may hold as many files as one process may. */
export class FanOutPair {
  readonly #server: FanOutProcess;
  readonly #readers: FanOutProcess;
  readonly #port: number;

  /** Starts both processes; the readers are opened later. */
  static async start(sender: Sender): Promise<FanOutPair> {
    const server = new FanOutProcess('fan-out-server.ts', [sender]);
    const readers = new FanOutProcess('fan-out-readers.ts', []);
    try {
      const { port } = await server.next('listening');
      await readers.next('done');
      return new FanOutPair({ server, readers, port });
    } catch (error) {
      server.stop();
      readers.stop();
      throw error;
    }
  }

  private constructor(of: {
    readonly server: FanOutProcess;
    readonly readers: FanOutProcess;
    readonly port: number;
  }) {
    this.#server = of.server;
    this.#readers = of.readers;
    this.#port = of.port;
  }

  send(order: Omit<SendOrder, 'kind'>): Promise<Sent> {
    return this.#server.obey({ kind: 'send', ...order }, 'sent');
  }

  async read(order: Extract<ReadOrder, { kind: 'receive' | 'stop_reading' }>): Promise<void> {
    await this.#readers.obey(order, 'done');
  }

  async open(order: Omit<Extract<ReadOrder, { kind: 'open' }>, 'kind' | 'port'>): Promise<void> {
    await this.#readers.obey({ kind: 'open', port: this.#port, ...order }, 'done');
  }

  /** Resolves when no connection is left at either end. */
  async close(): Promise<void> {
    await this.#readers.obey({ kind: 'close' }, 'done');
    while ((await this.send({ channel: 'orders', events: 0 })).open > 0) await sleep(20);
  }

  stop(): void {
    this.#server.stop();
    this.#readers.stop();
  }
}

class FanOutProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;

  constructor(program: string, args: readonly string[]) {
    const file = path.join(root, 'tools/bench/stream', program);
    this.#child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#ended = once(this.#child, 'exit').then(() => Promise.reject(new Error(`${program} ended`)));
    this.#ended.catch(() => undefined);
  }

  obey<Kind extends FanOutAnswer['kind']>(order: Order, kind: Kind): Promise<AnswerOf<Kind>> {
    const answered = this.next(kind);
    this.#child.send(order);
    return answered;
  }

  async next<Kind extends FanOutAnswer['kind']>(kind: Kind): Promise<AnswerOf<Kind>> {
    const [message] = await Promise.race([once(this.#child, 'message'), this.#ended]);
    const answer = fanOutAnswerSchema.parse(message);
    if (isOfKind(answer, kind)) return answer;
    throw new Error(
      answer.kind === 'failed' ? answer.reason : `"${answer.kind}" came in the place of "${kind}"`,
    );
  }

  stop(): void {
    this.#child.kill();
  }
}

function isOfKind<Kind extends FanOutAnswer['kind']>(
  answer: FanOutAnswer,
  kind: Kind,
): answer is AnswerOf<Kind> {
  return answer.kind === kind;
}
