// One key at one pinned exchange for the length of a probe: signs with the signer's own code, and knows what it left open.

import { plainRecord } from '../client/plain-record.ts';
import type { PinnedHost } from '../egress/pinned-hosts.ts';
import { sendRequest } from '../egress/send-request.ts';
import { buildRequest } from '../intent/build-request.ts';
import type { EgressOutcome } from '../process/egress-protocol.ts';
import { authorizationOf, type OpenCredential, type UnsignedRequest } from '../sign/sign-request.ts';
import type { ProbeCall } from './probe-finding.ts';

/** What came back, read as far as a probe needs it. */
export interface Answered {
  readonly outcome: EgressOutcome;
  /** Null without an answer. */
  readonly status: number | null;
  /** The exchange's error code, or null when there is none. */
  readonly code: string | null;
  readonly isAccepted: boolean;
  readonly payload: unknown;
  readonly call: ProbeCall;
}

/** An order whose answer says nothing of whether it was placed. */
export interface UnsureOrder {
  readonly orderId: string;
  readonly call: ProbeCall;
}

export type NonceFamily = 'v1' | 'v2';

export interface SessionOptions {
  readonly host: PinnedHost;
  readonly credential: OpenCredential;
  /** Between two calls, so that no limit is met. */
  readonly pauseMs: number;
}

export class ProbeSession {
  /** What is used where the family does not matter; chosen by the first probe. */
  family: NonceFamily = 'v2';
  readonly #options: SessionOptions;
  readonly #open = new Set<string>();
  readonly #runId = Date.now().toString(36);
  #lastV1 = 0;
  #salt = 0;
  #orders = 0;
  #lastCallMs = 0;
  readonly #unsure: UnsureOrder[] = [];
  readonly #signedAtMs: number[] = [];
  #refusedForLimit = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  get host(): PinnedHost {
    return this.#options.host;
  }

  /** A nonce of `family` whose time lies `offsetMs` from ours. */
  nonce(family: NonceFamily = this.family, offsetMs = 0): string {
    const atMs = Date.now() + offsetMs;
    if (family === 'v1') {
      this.#lastV1 = Math.max(this.#lastV1 + 1, atMs);
      return `${this.#lastV1}`;
    }
    this.#salt = (this.#salt + 1) % 1_000_000;
    return `${atMs}${`${this.#salt}`.padStart(6, '0')}`;
  }

  /** Signs and sends; the nonce is a fresh one unless one is given. */
  async ask(request: UnsignedRequest, nonce = this.nonce()): Promise<Answered> {
    await this.#rest();
    this.#signedAtMs.push(performance.now());
    const outcome = await sendRequest(this.#options.host, this.signed(request, nonce));
    const answered = answeredOf(request, nonce, outcome);
    this.#noteUnsure(request, answered);
    return answered;
  }

  /** Orders of this run that were answered with a 420, a 429 or a 5xx. */
  get unsureOrders(): readonly UnsureOrder[] {
    return this.#unsure;
  }

  /** What this run learned of limits without meaning to. */
  get limits(): { readonly callsInMinuteMax: number; readonly refusedForLimit: number } {
    const times = this.#signedAtMs;
    let first = 0;
    let callsInMinuteMax = 0;
    for (const [last, atMs] of times.entries()) {
      while ((times[first] ?? atMs) <= atMs - 60_000) first += 1;
      callsInMinuteMax = Math.max(callsInMinuteMax, last - first + 1);
    }
    return { callsInMinuteMax, refusedForLimit: this.#refusedForLimit };
  }

  #noteUnsure({ method, body }: UnsignedRequest, { status, call }: Answered): void {
    const isLimited = status === 420 || status === 429;
    if (isLimited) this.#refusedForLimit += 1;
    if (method !== 'POST' || !(isLimited || (status ?? 0) >= 500)) return;
    const orderId = plainRecord(jsonOf(body))?.['origin_id'];
    if (typeof orderId === 'string') this.#unsure.push({ orderId, call });
  }

  /** The request as it goes out, for whoever sends it in a rougher way. */
  signed(request: UnsignedRequest, nonce: string) {
    const authorization = authorizationOf(this.#options.credential, nonce, request);
    return { exchange: 'practice' as const, ...request, authorization };
  }

  /** A call that needs no key. */
  async askPublic(target: string): Promise<Answered> {
    await this.#rest();
    const request: UnsignedRequest = { method: 'GET', target, body: '' };
    const outcome = await sendRequest(this.#options.host, {
      exchange: 'practice',
      ...request,
      authorization: '',
    });
    return answeredOf(request, null, outcome);
  }

  readBalances(nonce?: string): Promise<Answered> {
    return this.ask(buildRequest({ kind: 'read_balances' }), nonce);
  }

  /** An order id of this run that was not used before. */
  nextOrderId(): string {
    this.#orders += 1;
    return `probe-${this.#runId}-${this.#orders}`;
  }

  /** What may be open from now on, and is cancelled at the end whatever happens. */
  mayBeOpen(orderId: string): void {
    this.#open.add(orderId);
  }

  async cancel(orderId: string): Promise<Answered> {
    const answered = await this.ask(buildRequest({ kind: 'cancel_order', orderId }));
    if (answered.isAccepted) this.#open.delete(orderId);
    return answered;
  }

  /** Cancels whatever may be open; answers how many orders of this run still are. */
  async cleanUp(book: string): Promise<number> {
    for (const orderId of this.#open) await this.cancel(orderId);
    const open = await this.ask(buildRequest({ kind: 'read_open_orders', book }));
    const rows: readonly unknown[] = Array.isArray(open.payload) ? open.payload : [];
    return rows.filter((row) => `${plainRecord(row)?.['origin_id']}`.startsWith(`probe-${this.#runId}-`))
      .length;
  }

  async #rest(): Promise<void> {
    const waitMs = this.#lastCallMs + this.#options.pauseMs - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    this.#lastCallMs = performance.now();
  }
}

function answeredOf(request: UnsignedRequest, nonce: string | null, outcome: EgressOutcome): Answered {
  const body = outcome.kind === 'answered' ? plainRecord(jsonOf(outcome.body)) : null;
  const code = codeOf(plainRecord(body?.['error'])?.['code']);
  const status = outcome.kind === 'answered' ? outcome.status : null;
  const answer = outcome.kind === 'answered' ? `${status} ${code ?? ''}`.trim() : `none: ${outcome.cause}`;
  const offsetMs = nonce !== null && nonce.length > 13 ? Number(nonce.slice(0, 13)) - Date.now() : 0;
  return {
    outcome,
    status,
    code,
    isAccepted: body?.['success'] === true,
    payload: body?.['payload'] ?? null,
    call: {
      call: `${request.method} ${request.target}${request.body === '' ? '' : ` ${request.body}`}`,
      nonce: nonce === null ? null : `${nonce.length > 13 ? 'v2' : 'v1'} ${offsetMs} ms`,
      answer,
      atMs: Date.now(),
    },
  };
}

function codeOf(code: unknown): string | null {
  if (typeof code === 'number') return `${code}`.padStart(4, '0');
  return typeof code === 'string' && code !== '' ? code : null;
}

function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}
