// A request and a reply as plain data: the target undecoded and the body as bytes, because both were signed.

import { isAscii } from 'node:buffer';

export interface WireRequest {
  readonly method: string;
  /** Path and query exactly as they were sent. */
  readonly target: string;
  /** By lower-case name. */
  readonly header: (name: string) => string | null;
  readonly body: Uint8Array;
  /** The other end of the socket, canonical; never taken from a header. */
  readonly peerAddress: string;
}

export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** How it travels, when a fault spoils the way; absent for a plain one. */
  readonly delivery?: Delivery;
}

/** A spoilt way back: no answer at all, half of it and a reset, or a few bytes a second. */
export type Delivery =
  | { readonly kind: 'drop' }
  | { readonly kind: 'reset_mid_body' }
  | { readonly kind: 'trickle'; readonly bytesPerSecond: number };

/** The path's segments, decoded, without empty ones, and the query; null when the target is no path. */
export interface Target {
  readonly segments: readonly string[];
  readonly query: ReadonlyMap<string, string>;
}

/** Splits and decodes a target for routing. Of a repeated query key the first counts. */
export function parseTarget(target: string): Target | null {
  if (!target.startsWith('/')) return null;
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const segments = segmentsOf(path);
  return segments === null
    ? null
    : { segments, query: mark < 0 ? noQuery : parseQuery(target.slice(mark + 1)) };
}

// Of the first paths that were asked for, which are those that are asked for all the time.
const knownSegments = new Map<string, readonly string[]>();
const knownMax = 200;
const knownLengthMax = 64;

function segmentsOf(path: string): readonly string[] | null {
  const known = knownSegments.get(path);
  if (known !== undefined) return known;
  const segments = splitPath(path);
  if (segments !== null && knownSegments.size < knownMax && path.length <= knownLengthMax) {
    knownSegments.set(path, segments);
  }
  return segments;
}

function splitPath(path: string): readonly string[] | null {
  const segments: string[] = [];
  for (const part of path.split('/')) {
    const segment = decode(part);
    if (segment === null) return null;
    if (segment !== '') segments.push(segment);
  }
  return segments;
}

const noQuery: ReadonlyMap<string, string> = new Map();

function parseQuery(text: string): ReadonlyMap<string, string> {
  if (text === '') return noQuery;
  return plainQuery.test(text) ? splitQuery(text) : decodeQuery(text);
}

// Without an escape, a plus or a character that is not ASCII a query means what it says.
const plainQuery = /^[\w.~&=-]*$/;

function splitQuery(text: string): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const mark = pair.indexOf('=');
    const name = mark < 0 ? pair : pair.slice(0, mark);
    if (!query.has(name)) query.set(name, mark < 0 ? '' : pair.slice(mark + 1));
  }
  return query;
}

function decodeQuery(text: string): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (!query.has(name)) query.set(name, value);
  }
  return query;
}

function decode(part: string): string | null {
  if (!part.includes('%')) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** A JSON reply that nobody may keep. */
export function jsonReply(status: number, value: unknown): WireReply {
  return jsonTextReply(status, JSON.stringify(value));
}

/** As `jsonReply`, of a text that is JSON already. */
export function jsonTextReply(status: number, body: string): WireReply {
  return { status, headers: jsonHeaders, body };
}

/** The headers of a JSON reply; a reply that has this very object may go out the short way. */
export const jsonHeaders = { 'content-type': 'application/json', 'cache-control': 'no-store' } as const;

/** A reply without a body. */
export function emptyReply(status: number): WireReply {
  return { status, headers: {}, body: '' };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The body as text, or null when its bytes are not UTF-8. */
export function bodyText(body: Uint8Array): string | null {
  if (body.byteLength === 0) return '';
  if (isAscii(body)) return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
  try {
    return utf8.decode(body);
  } catch {
    return null;
  }
}
