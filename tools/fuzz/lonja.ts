// Sends mutated requests to a real Lonja and reports every 5xx, crash, hang, accepted forgery and changed state.

import type { Rng } from '@mandato/primitives/ports';
import { seededRng } from '@mandato/primitives/seeded-rng';
import { RawConnection, type RawReply } from './lonja-connection.ts';
import { OwnLag } from './lonja-own-lag.ts';
import { type FuzzRequest, FuzzRequests } from './lonja-requests.ts';
import { type OddSockets, openOddSockets } from './lonja-sockets.ts';
import { type FuzzStage, openFuzzStage } from './lonja-stage.ts';
import { ProcessorWait } from './processor-wait.ts';

export interface FuzzOptions {
  readonly cases: number;
  readonly seed: number;
  /** The first case; the cases of a seed are the same wherever a run begins. */
  readonly from?: number;
  /** Ends the run early: the report says how far it came. */
  readonly stop?: AbortSignal;
  readonly say?: (line: string) => void;
  /** An answer that takes longer is a hang. */
  readonly hangMs?: number;
}

export interface FuzzReport {
  readonly cases: number;
  /** Where the next run of this seed would go on. */
  readonly next: number;
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

/** Cases between two lines that tell how far it is. */
const tellCases = 50_000;

/** Runs `cases` requests of `seed` against a fresh Lonja of its own. */
export async function fuzzLonja(options: FuzzOptions): Promise<FuzzReport> {
  const stage = await openFuzzStage();
  try {
    const run = new FuzzRun(stage, options);
    const [watched, busy] = [await stage.watchedState(), await stage.busyState()];
    await run.send();
    if (stage.ended() === null) {
      if ((await stage.watchedState()) !== watched) run.note('the watched account changed');
      if ((await stage.busyState()) !== busy) run.note('the busy account lost or gained something');
    }
    return run.report();
  } finally {
    await stage.close();
  }
}

class FuzzRun {
  readonly #stage: FuzzStage;
  readonly #options: FuzzOptions;
  readonly #hangMs: number;
  readonly #from: number;
  readonly #statuses = new Map<number, number>();
  readonly #violations: string[] = [];
  readonly #ownLag = new OwnLag();
  readonly #answered = new WeakSet<FuzzRequest>();
  readonly #wait: ProcessorWait;
  #slowestMs = 0;
  #forgeries = 0;
  #sockets: OddSockets = { close: () => undefined };
  #next: number;

  constructor(stage: FuzzStage, options: FuzzOptions) {
    this.#stage = stage;
    this.#options = options;
    this.#wait = new ProcessorWait(stage.pid);
    this.#hangMs = options.hangMs ?? 1_000;
    this.#from = options.from ?? 0;
    // Whole rounds: what a round sends follows from its number.
    this.#next = this.#from - (this.#from % roundCases);
  }

  note(violation: string): void {
    if (this.#violations.length < violationsMax) this.#violations.push(violation);
  }

  async send(): Promise<void> {
    const { cases, stop } = this.#options;
    const requests = new FuzzRequests(this.#rngOf(this.#next), this.#stage);
    const workers = Array.from({ length: connections }, () => new RawConnection(this.#stage.port));
    const end = this.#from + cases;
    const work = async (connection: RawConnection) => {
      while (this.#next < end && this.#stage.ended() === null && stop?.aborted !== true) {
        const number = this.#next;
        this.#next += 1;
        if (number % roundCases === 0) {
          requests.begin(this.#rngOf(number));
          await this.#oddSockets(number);
        }
        const request = requests.next();
        // Made all the same, so that the ones after it are what they are in every run.
        if (number < this.#from) continue;
        await this.#ask(connection, request);
        if (number % tellCases === tellCases - 1) this.#tell(number + 1);
      }
      connection.close();
    };
    await Promise.all(workers.map(work));
    this.#sockets.close();
    this.#ownLag.stop();
    this.#wait.stop();
    if (this.#stage.ended() !== null) this.note(`Lonja ended with ${this.#stage.ended()}`);
  }

  #rngOf(number: number): Rng {
    return seededRng(this.#options.seed * 1_000_003 + Math.floor(number / roundCases));
  }

  async #ask(connection: RawConnection, request: FuzzRequest): Promise<void> {
    const isForged = request.repeats === undefined ? request.isForged : this.#answered.has(request.repeats);
    const before = { own: this.#ownLag.lostMs(), lonja: this.#wait.lostMs };
    const reply = await connection.ask(request.bytes, 10 * this.#hangMs);
    if (reply === null || reply.tookMs > this.#hangMs) this.#wait.look();
    const lostMs = this.#ownLag.lostMs() - before.own + this.#wait.lostMs - before.lonja;
    if (reply !== null && reply.status > 0) this.#answered.add(request);
    this.#judge({ ...request, isForged }, reply, lostMs);
  }

  #tell(done: number): void {
    const { say } = this.#options;
    say?.(`${done} cases, ${this.#forgeries} forgeries, ${this.#violations.length} violations`);
  }

  async #oddSockets(round: number): Promise<void> {
    const before = this.#sockets;
    this.#sockets = await openOddSockets(this.#stage.port, this.#rngOf(round + roundCases));
    before.close();
  }

  // `lostMs` is time in which this process did not run, so that it could not have seen an answer, or Lonja was not let run.
  #judge(request: FuzzRequest, reply: RawReply | null, lostMs: number): void {
    if (reply === null) {
      if (lostMs < 9 * this.#hangMs) this.note(`no answer: ${request.line}`);
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

  report(): FuzzReport {
    const statuses = [...this.#statuses].sort(([a], [b]) => a - b);
    return {
      cases: Math.max(0, this.#next - this.#from),
      next: this.#next,
      seed: this.#options.seed,
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
