// What the children are told on their command line, and what they say first; no secret is ever among it.

import { plainRecord } from './plain-record.ts';
import type { NetworkMeans, SignerLimits } from './signer-options.ts';
import type { SealingKey } from './signer-protocol.ts';

/** The one argument of the signer and of the auditor, as JSON. */
export interface SignerArgument {
  readonly directory: string;
  readonly keyFile: string;
  /** Lies outside everything that the child may touch; its self-test tries to write it. */
  readonly forbiddenFile: string;
  readonly limits: SignerLimits;
}

export type SignerGreeting =
  | {
      readonly kind: 'ready';
      readonly sealingKey: SealingKey;
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
  if (fields['kind'] !== 'ready') return null;
  const { keyId, publicKey } = plainRecord(fields['sealingKey']) ?? {};
  const said = fields['networkMeans'];
  if (typeof keyId !== 'string' || typeof publicKey !== 'string' || !Array.isArray(said)) return null;
  const networkMeans = networkMeansKnown.filter((means) => said.includes(means));
  return { kind: 'ready', sealingKey: { keyId, publicKey }, networkMeans };
}

/** Reads the argument, or null. */
export function readSignerArgument(text: string | undefined): SignerArgument | null {
  const { directory, keyFile, forbiddenFile, limits } = plainRecord(parseJson(text ?? '')) ?? {};
  const read = readLimits(limits);
  if (typeof directory !== 'string' || typeof keyFile !== 'string') return null;
  if (typeof forbiddenFile !== 'string' || read === null) return null;
  return { directory, keyFile, forbiddenFile, limits: read };
}

/** Reads limits, or null when any of them could be misread as no limit. */
export function readLimits(value: unknown): SignerLimits | null {
  const { books, notionalPerOrderMax, notionalPerDayMax, ordersPerMinuteMax } = plainRecord(value) ?? {};
  const readBooks = books === null ? null : readTexts(books);
  const perOrder = notionalPerOrderMax === null ? null : readAmounts(notionalPerOrderMax);
  const perDay = notionalPerDayMax === null ? null : readAmounts(notionalPerDayMax);
  if (readBooks === undefined || perOrder === undefined || perDay === undefined) return null;
  const perMinute = ordersPerMinuteMax;
  const isCount = typeof perMinute === 'number' && Number.isInteger(perMinute) && perMinute >= 0;
  if (perMinute !== null && !isCount) return null;
  return {
    books: readBooks,
    notionalPerOrderMax: perOrder,
    notionalPerDayMax: perDay,
    ordersPerMinuteMax: perMinute,
  };
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
