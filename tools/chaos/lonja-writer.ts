// One person who places, changes and cancels orders over HTTP as fast as answers come, and keeps every answer.

import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { Rng } from '@mandato/primitives/ports';
import type { CrowdMember } from '../crowd/seed-lonja.ts';
import type { AskedOrder, Claims } from './lonja-claims.ts';

type Told =
  | { readonly kind: 'ok'; readonly payload: unknown }
  | { readonly kind: 'refused'; readonly code: string };
/** Null when the connection ended without a whole answer: whatever was asked may have happened. */
type Reply = Told | null;

interface Asking {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly target: string;
  readonly body?: object;
}

/** More of them are cancelled before others are placed; the exchange takes 500. */
const openMax = 60;
const refusalsExpected: ReadonlySet<string> = new Set([
  '0312',
  '0379',
  '0304',
  '0401',
  '0402',
  '0403',
  '0405',
]);

export class LonjaWriter {
  readonly #member: CrowdMember;
  readonly #port: number;
  readonly #rng: Rng;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #placed = new Map<string, AskedOrder & { readonly orderId: string }>();
  readonly #refused = new Set<string>();
  readonly #cancelled = new Set<string>();
  readonly #changed = new Map<string, number>();
  readonly #open: string[] = [];
  readonly #strange: string[] = [];
  #number = 0;
  #unknown = 0;

  constructor(member: CrowdMember, port: number, rng: Rng) {
    this.#member = member;
    this.#port = port;
    this.#rng = rng;
  }

  get claims(): Claims {
    return {
      placed: this.#placed,
      refused: this.#refused,
      cancelled: this.#cancelled,
      changed: this.#changed,
    };
  }

  /** Requests without a whole answer. */
  get unknown(): number {
    return this.#unknown;
  }

  /** Answers that nothing here can cause. */
  get strange(): readonly string[] {
    return this.#strange;
  }

  /** `lines` requests at a time until `isOver`. */
  async write(lines: number, isOver: () => boolean): Promise<void> {
    const line = async () => {
      while (!isOver()) await this.#one();
    };
    await Promise.all(Array.from({ length: lines }, line));
  }

  /** Looks up orders by id, and answers what is not as it was told. */
  async lookUp(orderIds: readonly string[]): Promise<readonly string[]> {
    const wrong: string[] = [];
    const byId = new Map([...this.#placed.values()].map((order) => [order.orderId, order]));
    for (let at = 0; at < orderIds.length; at += 50) {
      const some = orderIds.slice(at, at + 50);
      const reply = await this.#ask({ method: 'GET', target: `/api/v3/orders?oids=${some.join(',')}` });
      const rows = reply?.kind === 'ok' && Array.isArray(reply.payload) ? reply.payload : [];
      const found = new Map(rows.map((row: Record<string, unknown>) => [row['oid'], row]));
      for (const orderId of some) {
        const fault = this.#faultOf(byId.get(orderId)?.originId, found.get(orderId));
        if (fault !== null) wrong.push(`${orderId} ${fault}`);
      }
      if (found.size > some.length) wrong.push('an order is found twice');
    }
    return wrong;
  }

  #faultOf(originId: string | undefined, row: Record<string, unknown> | undefined): string | null {
    if (row === undefined) return 'is not found';
    if (row['origin_id'] !== originId) return 'has another origin id';
    const isTakenBack = this.#cancelled.has(String(row['oid'])) && row['status'] !== 'cancelled';
    return isTakenBack ? `is ${String(row['status'])} after its cancellation was acknowledged` : null;
  }

  /** What the exchange says this person has, as text. */
  async balances(): Promise<string> {
    const reply = await this.#ask({ method: 'GET', target: '/api/v3/balance' });
    return reply?.kind === 'ok' ? JSON.stringify(reply.payload) : '';
  }

  close(): void {
    this.#agent.destroy();
  }

  async #one(): Promise<void> {
    const kind = this.#rng.below(100);
    const at = this.#rng.below(Math.max(1, this.#open.length));
    const orderId = this.#open[at];
    if (orderId !== undefined && (kind < 35 || this.#open.length > openMax)) {
      this.#open.splice(at, 1);
      await this.#cancel(orderId);
    } else if (orderId !== undefined && kind < 45) await this.#change(orderId);
    else await this.#place();
  }

  async #place(): Promise<void> {
    this.#number += 1;
    const asked: AskedOrder = {
      originId: `${this.#member.account}-${this.#number}`,
      account: this.#member.account,
      side: this.#rng.below(2) === 0 ? 'buy' : 'sell',
      price: this.#price(),
      major: `0.00${1 + this.#rng.below(9)}`,
    };
    const { originId, side, price, major } = asked;
    const body = { book: 'btc_mxn', side, type: 'limit', major, price, origin_id: originId };
    const reply = await this.#ask({ method: 'POST', target: '/api/v3/orders', body });
    if (reply?.kind === 'refused') this.#refused.add(originId);
    if (reply?.kind !== 'ok') return;
    const orderId = oidOf(reply.payload);
    this.#placed.set(originId, { ...asked, orderId });
    this.#open.push(orderId);
  }

  async #cancel(orderId: string): Promise<void> {
    const reply = await this.#ask({ method: 'DELETE', target: `/api/v3/orders/${orderId}` });
    if (reply?.kind === 'ok') this.#cancelled.add(orderId);
  }

  async #change(orderId: string): Promise<void> {
    const body = { price: this.#price() };
    const reply = await this.#ask({ method: 'PATCH', target: `/api/v4/orders/${orderId}`, body });
    if (reply?.kind === 'ok') this.#changed.set(orderId, (this.#changed.get(orderId) ?? 0) + 1);
  }

  #price(): string {
    return `${1_000_000 + (this.#rng.below(21) - 10) * 10}`;
  }

  async #ask(asking: Asking): Promise<Reply> {
    const text = await this.#send(asking);
    const reply = text === null ? null : readReply(text);
    if (reply === null) this.#unknown += 1;
    else if (reply.kind === 'refused' && !refusalsExpected.has(reply.code))
      this.#strange.push(`${asking.method} ${asking.target}: ${reply.code}`);
    return reply;
  }

  #send({ method, target, body }: Asking): Promise<string | null> {
    const sent = body === undefined ? '' : JSON.stringify(body);
    const nonce = freshNonce();
    const signature = createHmac('sha256', this.#member.secret)
      .update(nonce + method + target + sent)
      .digest('hex');
    return new Promise((resolve) => {
      const asked = request(
        {
          host: '127.0.0.1',
          port: this.#port,
          method,
          path: target,
          agent: this.#agent,
          headers: {
            authorization: `Bitso ${this.#member.keyId}:${nonce}:${signature}`,
            'content-length': Buffer.byteLength(sent),
          },
        },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (chunk: string) => {
            text += chunk;
          });
          answer.on('end', () => resolve(text));
          answer.on('error', () => resolve(null));
          answer.on('aborted', () => resolve(null));
        },
      );
      asked.on('error', () => resolve(null));
      asked.end(sent);
    });
  }
}

let salt = 0;

// A server that has just started refuses what was stamped before it: the clock's own time is always later.
function freshNonce(): string {
  salt = (salt + 1) % 1_000_000;
  return `${Date.now()}${String(salt).padStart(6, '0')}`;
}

function oidOf(payload: unknown): string {
  return typeof payload === 'object' && payload !== null && 'oid' in payload ? String(payload.oid) : '';
}

function readReply(text: string): Reply {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null) return null;
    if ('payload' in body) return { kind: 'ok', payload: body.payload };
    const error = 'error' in body ? body.error : null;
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    return { kind: 'refused', code };
  } catch {
    return null;
  }
}
