// Sends mutated requests to a real Lonja and reports every 5xx, crash, hang, accepted forgery and changed state.

import type { Socket } from 'node:net';
import { seededRng } from '@mandato/primitives/seeded-rng';
import { RawConnection, type RawReply } from './lonja-connection.ts';
import { OwnLag } from './lonja-own-lag.ts';
import { type FuzzRequest, FuzzRequests } from './lonja-requests.ts';
import { openOddSockets } from './lonja-sockets.ts';
import { type FuzzStage, openFuzzStage } from './lonja-stage.ts';

export interface FuzzOptions {
  readonly cases: number;
  readonly seed: number;
  /** An answer that takes longer is a hang. */
  readonly hangMs?: number;
}

export interface FuzzReport {
  readonly cases: number;
  readonly seed: number;
  /** Answers by status; 0 is a connection closed without one. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  readonly forgeries: number;
  /** What went wrong, at most 50 of it: nothing in a good run. */
  readonly violations: readonly string[];
}

const connections = 16;
const violationsMax = 50;
/** Cases between two rounds of odd sockets. */
const roundCases = 5_000;

/** Runs `cases` requests from `seed` against a fresh Lonja of its own. */
export async function fuzzLonja({ cases, seed, hangMs = 1_000 }: FuzzOptions): Promise<FuzzReport> {
  const stage = await openFuzzStage();
  try {
    const run = new FuzzRun(stage, seed, hangMs);
    const [watched, busy] = [await stage.watchedState(), await stage.busyState()];
    await run.send(cases);
    if (stage.ended() === null) {
      if ((await stage.watchedState()) !== watched) run.note('the watched account changed');
      if ((await stage.busyState()) !== busy) run.note('the busy account lost or gained something');
    }
    return run.report(cases);
  } finally {
    await stage.close();
  }
}

class FuzzRun {
  readonly #stage: FuzzStage;
  readonly #seed: number;
  readonly #hangMs: number;
  readonly #statuses = new Map<number, number>();
  readonly #violations: string[] = [];
  readonly #ownLag = new OwnLag();
  #slowestMs = 0;
  #forgeries = 0;
  #sockets: readonly Socket[] = [];

  constructor(stage: FuzzStage, seed: number, hangMs: number) {
    this.#stage = stage;
    this.#seed = seed;
    this.#hangMs = hangMs;
  }

  note(violation: string): void {
    if (this.#violations.length < violationsMax) this.#violations.push(violation);
  }

  async send(cases: number): Promise<void> {
    const requests = new FuzzRequests(seededRng(this.#seed), this.#stage);
    const workers = Array.from({ length: connections }, () => new RawConnection(this.#stage.port));
    let next = 0;
    const work = async (connection: RawConnection) => {
      while (next < cases && this.#stage.ended() === null) {
        next += 1;
        if (next % roundCases === 1) await this.#oddSockets(next);
        const request = requests.next();
        const lostMs = this.#ownLag.lostMs();
        const reply = await connection.ask(request.bytes, 10 * this.#hangMs);
        this.#judge(request, reply, this.#ownLag.lostMs() - lostMs);
      }
      connection.close();
    };
    await Promise.all(workers.map(work));
    for (const socket of this.#sockets) socket.destroy();
    this.#ownLag.stop();
    if (this.#stage.ended() !== null) this.note(`Lonja ended with ${this.#stage.ended()}`);
  }

  async #oddSockets(round: number): Promise<void> {
    const before = this.#sockets;
    this.#sockets = await openOddSockets(this.#stage.port, seededRng(this.#seed + round));
    for (const socket of before) socket.destroy();
  }

  // `lostMs` is time in which this process did not run, and so could not have seen an answer.
  #judge(request: FuzzRequest, reply: RawReply | null, lostMs: number): void {
    if (reply === null) {
      this.note(`no answer: ${request.line}`);
      return;
    }
    const { status, body } = reply;
    const tookMs = Math.max(0, reply.tookMs - lostMs);
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    this.#slowestMs = Math.max(this.#slowestMs, tookMs);
    if (status >= 500) this.note(`${status}: ${request.line}`);
    if (tookMs > this.#hangMs) this.note(`${Math.round(tookMs)} ms: ${request.line}`);
    if (!request.isForged) return;
    this.#forgeries += 1;
    if (isSuccess(status, body)) this.note(`accepted forgery: ${request.line}`);
  }

  report(cases: number): FuzzReport {
    const statuses = [...this.#statuses].sort(([a], [b]) => a - b);
    return {
      cases,
      seed: this.#seed,
      statuses: Object.fromEntries(statuses),
      slowestMs: Math.round(this.#slowestMs),
      forgeries: this.#forgeries,
      violations: this.#violations,
    };
  }
}

// Public answers (a mutated path may have become one) carry no account; the single page is HTML.
function isSuccess(status: number, body: string): boolean {
  const isPrivate = /"oid"|"balances"|"client_id"|"fees_amount"|"eid"|"fid"|"payload":\[\]/.test(body);
  return status === 200 && body.includes('"success":true') && isPrivate && !body.includes('"sequence"');
}
