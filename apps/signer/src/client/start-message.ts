// What the children are told on their command line, and what they say first; no secret is ever among it.

import { closedRecord, plainRecord } from './plain-record.ts';
import type { KeySource, NetworkMeans, OrderSide, SignerLimits } from './signer-options.ts';
import type { SealingKey } from './signer-protocol.ts';

/** The one argument of the signer and of the auditor, as JSON. */
export interface SignerArgument {
  readonly directory: string;
  readonly keyFile: string;
  /** Lies outside everything that the child may touch; its self-test tries to write it. */
  readonly forbiddenFile: string;
  readonly limits: SignerLimits;
  readonly newKeyLimits: SignerLimits;
  readonly loosenWaitMs: number;
  readonly keySource: KeySource['kind'];
}

export type SignerGreeting =
  | {
      readonly kind: 'ready';
      readonly sealingKey: SealingKey;
      readonly networkMeans: readonly NetworkMeans[];
    }
  /** Waits for the passphrase, sealed to this key; its self-test has already run. */
  | {
      readonly kind: 'locked';
      readonly unlockKey: SealingKey;
      readonly networkMeans: readonly NetworkMeans[];
    }
  | { readonly kind: 'refused'; readonly code: string };

const networkMeansKnown: readonly NetworkMeans[] = [
  'no_network_globals',
  'no_network_modules',
  'node_permission',
  'empty_network_namespace',
];

/** Reads the child's first message, or null when it is something else. */
export function readGreeting(message: unknown): SignerGreeting | null {
  const fields = plainRecord(message) ?? {};
  const code = fields['code'];
  if (fields['kind'] === 'refused' && typeof code === 'string') return { kind: 'refused', code };
  const said = fields['networkMeans'];
  if (!Array.isArray(said)) return null;
  const networkMeans = networkMeansKnown.filter((means) => said.includes(means));
  if (fields['kind'] === 'locked') {
    const unlockKey = readSealingKey(fields['unlockKey']);
    return unlockKey === null ? null : { kind: 'locked', unlockKey, networkMeans };
  }
  const sealingKey = readSealingKey(fields['sealingKey']);
  return fields['kind'] !== 'ready' || sealingKey === null
    ? null
    : { kind: 'ready', sealingKey, networkMeans };
}

/** Reads the argument, or null. */
export function readSignerArgument(text: string | undefined): SignerArgument | null {
  const fields = plainRecord(parseJson(text ?? '')) ?? {};
  const { directory, keyFile, forbiddenFile, loosenWaitMs, keySource } = fields;
  const limits = readLimits(fields['limits']);
  const newKeyLimits = readLimits(fields['newKeyLimits']);
  if (typeof directory !== 'string' || typeof keyFile !== 'string') return null;
  if (typeof forbiddenFile !== 'string' || limits === null || newKeyLimits === null) return null;
  if (typeof loosenWaitMs !== 'number' || !(loosenWaitMs >= 0)) return null;
  if (keySource !== 'file' && keySource !== 'passphrase') return null;
  return { directory, keyFile, forbiddenFile, limits, newKeyLimits, loosenWaitMs, keySource };
}

/** Reads limits, or null when any of them could be misread as no limit. */
export function readLimits(value: unknown): SignerLimits | null {
  const fields = closedRecord(value, limitNames) ?? {};
  const { ordersPerMinuteMax, priceBandBps, referenceAgeMsMax } = fields;
  const books = fields['books'] === null ? null : readTexts(fields['books']);
  const sides = fields['sides'] === null ? null : readSides(fields['sides']);
  const perOrder = fields['notionalPerOrderMax'] === null ? null : readAmounts(fields['notionalPerOrderMax']);
  const perDay = fields['notionalPerDayMax'] === null ? null : readAmounts(fields['notionalPerDayMax']);
  if (books === undefined || sides === undefined || perOrder === undefined || perDay === undefined)
    return null;
  if (ordersPerMinuteMax !== null && !isCount(ordersPerMinuteMax)) return null;
  if (priceBandBps !== null && !isCount(priceBandBps)) return null;
  if (!isCount(referenceAgeMsMax)) return null;
  return {
    books,
    sides,
    notionalPerOrderMax: perOrder,
    notionalPerDayMax: perDay,
    ordersPerMinuteMax,
    priceBandBps,
    referenceAgeMsMax,
  };
}

const limitNames: readonly (keyof SignerLimits)[] = [
  'books',
  'sides',
  'notionalPerOrderMax',
  'notionalPerDayMax',
  'ordersPerMinuteMax',
  'priceBandBps',
  'referenceAgeMsMax',
];

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function readSealingKey(value: unknown): SealingKey | null {
  const { keyId, publicKey } = plainRecord(value) ?? {};
  return typeof keyId === 'string' && typeof publicKey === 'string' ? { keyId, publicKey } : null;
}

function readSides(value: unknown): readonly OrderSide[] | undefined {
  const texts = readTexts(value);
  const sides = texts?.filter((text) => text === 'buy' || text === 'sell');
  return sides?.length === texts?.length ? sides : undefined;
}

function readTexts(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts = value.filter((entry) => typeof entry === 'string');
  return texts.length === value.length ? texts : undefined;
}

function readAmounts(value: unknown): Readonly<Record<string, string>> | undefined {
  const amounts: Record<string, string> = {};
  const record = plainRecord(value);
  if (record === null) return undefined;
  for (const [quote, amount] of Object.entries(record)) {
    if (typeof amount !== 'string' || !/^(0|[1-9][0-9]{0,14})(\.[0-9]{1,8})?$/.test(amount)) return undefined;
    if (!/^[a-z0-9]{2,12}$/.test(quote)) return undefined;
    amounts[quote] = amount;
  }
  return amounts;
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}
