// Judges what a signer let out by the limits alone: written from the rules, sharing no code with the signer.

import { createHmac } from 'node:crypto';

/** What the signer was told to keep to. */
export interface OracleLimits {
  readonly secret: string;
  readonly apiKey: string;
  readonly books: readonly string[];
  /** 10^-8 units of the quote currency. */
  readonly perOrder: bigint;
  readonly perDay: bigint;
  readonly ordersPerMinute: number;
  /** Lowest and highest price, in 10^-8 units, and whether market buys fit the band. */
  readonly priceMin: bigint;
  readonly priceMax: bigint;
}

export interface SignedFrame {
  readonly method: string;
  readonly target: string;
  readonly body: string;
  readonly authorization: string;
}

export interface Oracle {
  /** Looks at one frame; says what is wrong with it, or null. `isRefused` gives its money back. */
  judge(frame: SignedFrame, atMs: number, isRefused: boolean): string | null;
  /** From now on no order may be signed. */
  forbidOrders(): void;
  counts(): { readonly signed: number; readonly orders: number };
}

// The signer counts an order when it reserves it; here it is seen when it arrives, and on a busy machine that is up to
// seconds later for one order and at once for the next. A shorter window keeps the lag of one from being taken for haste.
const oracleMinuteMs = 55_000;

const readTargets = [
  /^GET \/api\/v3\/(balance|account_status|fees)\/$/,
  /^GET \/api\/v3\/open_orders\?book=[a-z0-9]{2,12}_[a-z0-9]{2,12}&limit=500$/,
  /^GET \/api\/v3\/orders\?origin_ids=[A-Za-z0-9_-]+(,[A-Za-z0-9_-]+)*$/,
  /^GET \/api\/v3\/order_trades\?origin_id=[A-Za-z0-9_-]{1,40}$/,
  /^GET \/api\/v3\/user_trades\?book=[a-z0-9]{2,12}_[a-z0-9]{2,12}&sort=asc&limit=100(&marker=[A-Za-z0-9]{1,40})?$/,
  /^DELETE \/api\/v3\/orders\?origin_ids=[A-Za-z0-9_-]{1,40}$/,
];

/** An oracle that has seen nothing yet. */
export function createOracle(limits: OracleLimits): Oracle {
  const nonces = new Set<string>();
  const orderIds = new Set<string>();
  let times: number[] = [];
  let spent = 0n;
  let signed = 0;
  let orders = 0;
  let isForbidden = false;
  const judgeOrder = (body: string, atMs: number, isRefused: boolean): string | null => {
    orders += 1;
    const order = readOrder(body);
    if (order === null) return `an order of an unknown form: ${body}`;
    const isTwice = orderIds.has(order.originId);
    orderIds.add(order.originId);
    times = [...times.filter((time) => time > atMs - oracleMinuteMs), atMs];
    if (order.side === 'buy' && !isRefused) spent += order.notional;
    if (isForbidden) return 'an order after the kill switch';
    if (isTwice) return `order ${order.originId} twice`;
    if (times.length > limits.ordersPerMinute) return `${times.length} orders in a minute`;
    if (spent > limits.perDay) return `${spent} spent in a day`;
    return judgeForm(order, limits);
  };
  return {
    judge(frame, atMs, isRefused) {
      signed += 1;
      const wrong = judgeSignature(frame, limits, nonces);
      if (wrong !== null) return wrong;
      const line = `${frame.method} ${frame.target}`;
      if (line === 'POST /api/v3/orders') return judgeOrder(frame.body, atMs, isRefused);
      const isRead = frame.body === '' && readTargets.some((form) => form.test(line));
      return isRead ? null : `an unknown request: ${line} ${frame.body}`;
    },
    forbidOrders() {
      isForbidden = true;
    },
    counts: () => ({ signed, orders }),
  };
}

function judgeSignature(frame: SignedFrame, limits: OracleLimits, nonces: Set<string>): string | null {
  const match = /^Bitso ([^:]+):(1[0-9]{18}):([0-9a-f]{64})$/.exec(frame.authorization);
  const [, apiKey = '', nonce = '', signature = ''] = match ?? [];
  if (apiKey !== limits.apiKey) return `signed with another key: ${frame.authorization}`;
  if (nonces.has(nonce)) return `nonce ${nonce} twice`;
  nonces.add(nonce);
  const text = nonce + frame.method + frame.target + frame.body;
  const expected = createHmac('sha256', limits.secret).update(text).digest('hex');
  return signature === expected ? null : `a wrong signature for ${text}`;
}

interface SeenOrder {
  readonly book: string;
  readonly side: string;
  readonly originId: string;
  readonly notional: bigint;
  /** Null for a market order. */
  readonly price: bigint | null;
}

function judgeForm(order: SeenOrder, limits: OracleLimits): string | null {
  if (!limits.books.includes(order.book)) return `book ${order.book}`;
  if (order.side !== 'buy') return `side ${order.side}`;
  if (order.notional <= 0n || order.notional > limits.perOrder) return `notional ${order.notional}`;
  const isInBand = order.price === null || (order.price >= limits.priceMin && order.price <= limits.priceMax);
  return isInBand ? null : `price ${order.price}`;
}

function readOrder(body: string): SeenOrder | null {
  const market =
    /^\{"book":"([a-z0-9_]+)","side":"(buy)","type":"market","minor":"([0-9.]+)","origin_id":"([A-Za-z0-9_-]{1,40})"\}$/;
  const limit =
    /^\{"book":"([a-z0-9_]+)","side":"(buy|sell)","type":"limit","major":"([0-9.]+)","price":"([0-9.]+)","time_in_force":"(?:postonly|goodtillcancelled)","origin_id":"([A-Za-z0-9_-]{1,40})"\}$/;
  const bought = market.exec(body);
  if (bought !== null) {
    const [, book = '', side = '', minor = '', originId = ''] = bought;
    const notional = unitsOf(minor);
    return notional === null ? null : { book, side, originId, notional, price: null };
  }
  const [, book = '', side = '', major = '', priceText = '', originId = ''] = limit.exec(body) ?? [];
  const [quantity, price] = [unitsOf(major), unitsOf(priceText)];
  if (quantity === null || price === null) return null;
  return { book, side, originId, notional: (quantity * price + 99_999_999n) / 100_000_000n, price };
}

function unitsOf(text: string): bigint | null {
  const match = /^([0-9]{1,15})(?:\.([0-9]{1,8}))?$/.exec(text);
  return match === null ? null : BigInt((match[1] ?? '') + (match[2] ?? '').padEnd(8, '0'));
}
