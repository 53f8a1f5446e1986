// Makes messages for the signer: well-formed ones at the edge of the limits, and broken ones of every kind.

import type { Rng } from '@mandato/primitives/ports';

/** What the messages may name. */
export interface MessageWorld {
  readonly credentialId: string;
  /** A second credential that may be frozen, replaced or forgotten. */
  readonly victimId: string;
  readonly nonceAt: (count: number) => string;
}

type Fields = Record<string, unknown>;

const junk: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  '0',
  '-1',
  '1e3',
  'NaN',
  'Infinity',
  '0x10',
  ' 1',
  '1 ',
  '1,5',
  '01',
  '.5',
  '5.',
  '+5',
  '1'.repeat(40),
  '9'.repeat(400),
  `0.${'1'.repeat(9)}`,
  '0.00000000',
  '٣',
  'btc_usd',
  'xrp_mxn',
  'BTC_MXN',
  'btc_mxn/../withdrawals',
  'btc_mxn?x=1',
  'btc_mxn&limit=1',
  'btc\r\nHost: evil',
  'withdraw',
  'place_market_sell',
  'toString',
  'constructor',
  '__proto__',
  'hasOwnProperty',
  '\u0000',
  '\ud800',
  'x'.repeat(5_000),
  [],
  ['a'],
  [['a']],
  {},
  { kind: 'place_market_buy' },
  { toString: 'x' },
  { length: 1, 0: 'a' },
];
const extraNames = [
  'path',
  'method',
  'host',
  'target',
  'body',
  'url',
  'headers',
  'limits',
  'stepUp',
  '__proto__',
  'id2',
];
const edges = [
  '0.00000001',
  '1',
  '249.99',
  '250',
  '250.00000001',
  '500',
  '500.00000001',
  '999999',
  '123456789012345',
];
const books = ['btc_mxn', 'eth_mxn', 'xrp_mxn', 'btc_usd'];
const prices = ['979999.99999999', '980000', '1000000', '1020000', '1020000.00000001', '1', '99999999'];

/** The message of case `count`; the same random source gives the same sequence. */
export function fuzzMessage(rng: Rng, world: MessageWorld, count: number): unknown {
  const fresh = wellFormed(rng, world, count);
  // Half of them stay as they are: only a message that is nearly right gets deep.
  const rounds = rng.below(2) === 0 ? 0 : 1 + rng.below(3);
  let message: unknown = fresh;
  for (let round = 0; round < rounds; round += 1) message = mutate(rng, message);
  return rng.below(400) === 0 ? pick(rng, junk) : withoutKilling(message);
}

// A mutation may turn the kill switch on, rightly; everything after it would then be refused and nothing be tried.
function withoutKilling(message: unknown): unknown {
  if (typeof message !== 'object' || message === null) return message;
  const turnsOn = Reflect.get(message, 'verb') === 'setKillSwitch' && Reflect.get(message, 'isOn') === true;
  return turnsOn ? { ...message, isOn: 'true' } : message;
}

function wellFormed(rng: Rng, world: MessageWorld, count: number): Fields {
  const stepUp = pick(rng, [null, { grantId: `grant-${count}-0123456789`, confirmedAtMs: 0 }]);
  const verbs: readonly (() => Fields)[] = [
    () => ({ verb: 'stored' }),
    () => ({ verb: 'policy' }),
    () => ({ verb: 'forget', credentialId: pick(rng, [world.victimId, 'cred_nobody']) }),
    () => ({ verb: 'freeze', credentialId: world.victimId }),
    () => ({ verb: 'unfreeze', credentialId: world.victimId, attestation: 'v1.1.401-0202.00', stepUp }),
    () => ({ verb: 'setLimits', credentialId: world.credentialId, limits: looserLimits(rng), stepUp }),
    () => ({ verb: 'store', owner: {}, sealed: sealedJunk, attestation: 'v1.1.401-0202.00' }),
    () => ({
      verb: 'replace',
      credentialId: world.credentialId,
      owner: {},
      sealed: sealedJunk,
      attestation: 'v1.1.401-0202.00',
    }),
    () => ({ verb: 'unlock', sealed: sealedJunk }),
    () => ({ verb: 'setKillSwitch', isOn: false, stepUp }),
  ];
  if (rng.below(10) === 0) return { id: count, ...pick(rng, verbs)() };
  const nonce = world.nonceAt(rng.below(8) === 0 ? Math.max(0, count - 1 - rng.below(100)) : count);
  const credentialId = rng.below(20) === 0 ? 'cred_nobody' : world.credentialId;
  return { id: count, verb: 'execute', credentialId, intent: intentOf(rng, count), nonce };
}

const sealedJunk = { keyId: '0123456789abcdef', ephemeralKey: 'AAAA', iv: 'AAAA', ciphertext: 'AAAA' };

function intentOf(rng: Rng, count: number): Fields {
  const orderId = `o-${rng.below(12) === 0 ? Math.max(0, count - rng.below(200)) : count}`;
  const book = pick(rng, books);
  const kinds: readonly (() => Fields)[] = [
    () => ({ kind: 'read_balances' }),
    () => ({ kind: 'read_account' }),
    () => ({ kind: 'read_fees' }),
    () => ({ kind: 'read_open_orders', book }),
    () => ({ kind: 'find_orders', orderIds: [orderId, `p-${count}`] }),
    () => ({ kind: 'read_order_trades', orderId }),
    () => ({ kind: 'read_user_trades', book, afterTradeId: pick(rng, [null, '1001']) }),
    () => ({ kind: 'cancel_order', orderId }),
    () => ({ kind: 'place_market_buy', orderId, book, notional: pick(rng, edges) }),
    () => ({ kind: 'place_market_buy', orderId, book: 'btc_mxn', notional: pick(rng, edges.slice(0, 4)) }),
    () => ({
      kind: 'place_limit_order',
      orderId,
      book,
      side: pick(rng, ['buy', 'sell']),
      quantity: pick(rng, ['0.00000001', '0.00025', '0.0005', '0.00050001', '1', '1000000']),
      price: pick(rng, prices),
      postOnly: rng.below(2) === 0,
    }),
  ];
  return pick(rng, kinds)();
}

function looserLimits(rng: Rng): Fields {
  return {
    books: null,
    sides: pick(rng, [null, ['buy', 'sell']]),
    notionalPerOrderMax: pick(rng, [null, { mxn: '1000000', usd: '1000000' }]),
    notionalPerDayMax: null,
    ordersPerMinuteMax: null,
    priceBandBps: null,
    referenceAgeMsMax: 86_400_000,
  };
}

// Changes one place somewhere in the message: replaces, removes, adds or wraps.
function mutate(rng: Rng, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return mutateScalar(rng, value);
  const keys = Object.keys(value);
  const key = pick(rng, keys.length === 0 ? ['x'] : keys);
  const child: unknown = Reflect.get(value, key);
  // Going down more often than not: the inside of an intent is where the checks are.
  if (typeof child === 'object' && child !== null && rng.below(3) > 0) {
    return withEntry(value, key, mutate(rng, child));
  }
  switch (rng.below(6)) {
    case 0:
      return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
    case 1:
      return withEntry(value, pick(rng, extraNames), pick(rng, junk));
    case 2:
      return withEntry(value, key, [child]);
    case 3:
      return withEntry(value, key, mutateScalar(rng, child));
    default:
      return withEntry(value, key, pick(rng, junk));
  }
}

function mutateScalar(rng: Rng, value: unknown): unknown {
  if (typeof value !== 'string' || value === '') return pick(rng, junk);
  const at = rng.below(value.length);
  const character = pick(rng, ['', ' ', '0', '9', '.', '-', '_', '/', '%', '"', '\\', '\n', 'é', 'A', ',']);
  return value.slice(0, at) + character + value.slice(at + rng.below(2));
}

// `__proto__` must become a field of its own, as JSON makes it.
function withEntry(value: object, key: string, entry: unknown): unknown {
  const copy = Array.isArray(value) ? [...value] : { ...value };
  Object.defineProperty(copy, key, { value: entry, enumerable: true, configurable: true, writable: true });
  return copy;
}

function pick<T>(rng: Rng, list: readonly T[]): T {
  const found = list[rng.below(list.length)];
  if (found === undefined) throw new RangeError('an empty list has nothing to pick');
  return found;
}
