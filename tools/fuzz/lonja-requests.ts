// Makes one mutated request from the seed: its bytes, and whether an answer of success would be an accepted forgery.

import type { Rng } from '@mandato/primitives/ports';
import { type FuzzKey, freshNonce, signed } from './lonja-stage.ts';
import { chance, noise, oddJson, oddTexts, pick, type Template, templates } from './lonja-words.ts';

export interface FuzzRequest {
  readonly bytes: Buffer;
  /** Its signature does not fit, so that success would be an accepted forgery. */
  readonly isForged: boolean;
  /** The request that this one repeats to the byte: a forgery once that one was answered. */
  readonly repeats?: FuzzRequest;
  /** For the report: never more than the first line. */
  readonly line: string;
}

interface Draft {
  method: string;
  target: string;
  body: Buffer;
  headers: string[];
}

/** Makes the requests of one run. `watched` is only ever forged; `busy` signs what it sends. */
export class FuzzRequests {
  #rng: Rng;
  readonly #keys: { readonly watched: FuzzKey; readonly busy: FuzzKey };
  /** Requests that were signed rightly, the latest last. */
  #sent: FuzzRequest[] = [];

  constructor(rng: Rng, keys: { readonly watched: FuzzKey; readonly busy: FuzzKey }) {
    this.#rng = rng;
    this.#keys = keys;
  }

  /** What comes from here on follows from `rng` alone. */
  begin(rng: Rng): void {
    this.#rng = rng;
    this.#sent = [];
  }

  next(): FuzzRequest {
    const rng = this.#rng;
    const template = pick(rng, templates, emptyTemplate);
    const draft = draftOf(rng, template);
    const kind = rng.below(100);
    if (template.isPrivate && kind < 40) return forged(rng, draft, this.#keys.watched);
    // Long enough ago for the first of the two to have been answered on most machines.
    const replayed = this.#sent.length < repeatAfter ? undefined : this.#sent.shift();
    if (kind < 45 && replayed !== undefined) return { ...replayed, repeats: replayed };
    if (template.isPrivate && kind < 80) return this.#signedRightly(draft);
    if (template.path.startsWith('/portal/') && chance(rng, 80)) asPage(draft, this.#keys.busy);
    if (chance(rng, 50)) draft.headers.push(`Authorization: ${oddAuthorization(rng, this.#keys.watched)}`);
    mutateHeaders(rng, draft);
    return finished(draft, template.isPrivate);
  }

  #signedRightly(draft: Draft): FuzzRequest {
    const authorization = signed(this.#keys.busy, { ...draft, nonce: freshNonce() });
    draft.headers.push(`Authorization: ${authorization}`);
    const request = finished(draft, false);
    this.#sent.push(request);
    return request;
  }
}

const repeatAfter = 500;
const emptyTemplate: Template = { method: 'GET', path: '/', query: [], body: null, isPrivate: false };

function draftOf(rng: Rng, template: Template): Draft {
  const query = mutatedQuery(rng, template.query);
  const path = chance(rng, 25) ? mutatedPath(rng, template.path) : template.path;
  return {
    method: chance(rng, 10) ? oddMethod(rng) : template.method,
    target: printable(query === '' ? path : `${path}?${query}`),
    body: template.body === null && chance(rng, 90) ? Buffer.alloc(0) : mutatedBody(rng, template.body ?? {}),
    headers: [],
  };
}

// As the portal's own pages ask, signed in as a person who may lose nothing by it.
function asPage(draft: Draft, { cookie }: FuzzKey): void {
  draft.headers.push('Content-Type: application/json', 'Sec-Fetch-Site: same-origin', `Cookie: ${cookie}`);
}

function oddMethod(rng: Rng): string {
  return pick(
    rng,
    ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND', 'get'],
    'GET',
  );
}

function mutatedPath(rng: Rng, path: string): string {
  const segments = path.split('/');
  const at = rng.below(segments.length);
  switch (rng.below(7)) {
    case 0:
      return path.replaceAll('/', '//');
    case 1:
      segments[at] = encodeSafely(pick(rng, oddTexts, '').slice(0, 300));
      return segments.join('/');
    case 2:
      return `${path}/${'x/'.repeat(rng.below(200))}`;
    case 3:
      return path.replace('v3', 'v4');
    case 4:
      return path.replace(/[a-z]/g, (letter) =>
        chance(rng, 20) ? `%${letter.charCodeAt(0).toString(16)}` : letter,
      );
    case 5:
      return path.toUpperCase();
    default:
      return `/${noise(rng, 12).toString('latin1')}`;
  }
}

function mutatedQuery(rng: Rng, query: Template['query']): string {
  const parts = query.map(([name, value]) => {
    const odd = chance(rng, 25) ? pick(rng, oddTexts, '') : value;
    return `${name}=${chance(rng, 80) ? encodeSafely(odd) : odd}`;
  });
  if (chance(rng, 15)) parts.reverse();
  if (chance(rng, 10)) parts.push(...parts);
  if (chance(rng, 10)) parts.push(pick(rng, ['undefined', 'a[]=1', '=', '&&', '__proto__=1', '%=%'], ''));
  if (chance(rng, 5)) parts.pop();
  return parts.join('&');
}

function encodeSafely(text: string): string {
  return encodeURIComponent(text.replaceAll(/[\ud800-\udfff]/g, ''));
}

function mutatedBody(rng: Rng, body: Readonly<Record<string, unknown>>): Buffer {
  const fields: Record<string, unknown> = { ...body };
  for (const name of Object.keys(fields)) {
    if (chance(rng, 15)) fields[name] = pick(rng, oddJson, null);
    else if (chance(rng, 5)) Reflect.deleteProperty(fields, name);
  }
  const text = JSON.stringify(fields);
  switch (rng.below(20)) {
    case 0:
      return Buffer.from(text.slice(0, rng.below(text.length + 1)));
    case 1:
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]);
    case 2:
      return noise(rng, rng.below(200));
    case 3:
      return Buffer.from(`${'['.repeat(10_000)}${']'.repeat(10_000)}`);
    case 4:
      return Buffer.from(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`);
    case 5:
      return Buffer.from(text.replace('{', '{"__proto__":{"book":"btc_mxn"},"book":"eth_mxn",'));
    case 6:
      return Buffer.from(JSON.stringify(pick(rng, oddJson, null)) ?? '');
    case 7:
      return Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xff, 0xc0, 0x80, 0x7d])]);
    default:
      return Buffer.from(text);
  }
}

// Signed rightly, and then one thing that was signed becomes another.
function forged(rng: Rng, draft: Draft, key: FuzzKey): FuzzRequest {
  const nonce = freshNonce();
  const right = signed(key, { ...draft, nonce });
  const [name = '', , signature = ''] = right.split(':');
  let authorization = right;
  switch (rng.below(8)) {
    case 0:
      authorization = `${name}:${nonce}:${flipped(rng, signature)}`;
      break;
    case 1:
      authorization = `${name}:${BigInt(nonce) + 1n}:${signature}`;
      break;
    case 2:
      draft.body = Buffer.concat([draft.body, Buffer.from(' ')]);
      break;
    case 3:
      draft.target += draft.target.includes('?') ? '&' : '?';
      break;
    case 4:
      draft.method = draft.method === 'GET' ? 'DELETE' : 'GET';
      break;
    case 5:
      authorization = `${name}:${nonce}:${signature.toUpperCase() === signature ? '' : signature.toUpperCase()}`;
      break;
    case 6:
      authorization = signed({ ...key, secret: pick(rng, oddTexts, '') }, { ...draft, nonce });
      break;
    default:
      authorization = `${name}:${nonce}:${signature.slice(0, rng.below(64))}`;
  }
  draft.headers.push(`Authorization: ${authorization}`);
  return finished(draft, true);
}

function flipped(rng: Rng, signature: string): string {
  const at = rng.below(signature.length);
  const other = signature[at] === '0' ? '1' : '0';
  return signature.slice(0, at) + other + signature.slice(at + 1);
}

function oddAuthorization(rng: Rng, key: FuzzKey): string {
  const forms = [
    '',
    'Bitso',
    'Bitso ',
    `Bearer ${key.id}`,
    `bitso ${key.id}:1:a`,
    `Bitso ${key.id}:1`,
    `Bitso ${key.id}:1:a:b`,
    `Bitso :::`,
    `Bitso ${key.id}:-1:a`,
    `Bitso ${key.id}:${'9'.repeat(19)}:a`,
    `Bitso ${key.id}:${'9'.repeat(20)}:a`,
    `Bitso __proto__:1:a`,
    `Bitso ${'k'.repeat(400)}:1:a`,
    `Bitso ${key.id}:${freshNonce()}:${'0'.repeat(64)}`,
    `Basic ${Buffer.from(`${key.id}:x`).toString('base64')}`,
  ];
  return pick(rng, forms, '');
}

function mutateHeaders(rng: Rng, draft: Draft): void {
  const forms = [
    'Content-Type: text/plain',
    'Content-Type: application/json\r\nOrigin: http://lonja',
    'Content-Type: application/json\r\nSec-Fetch-Site: same-origin',
    'Content-Type: application/json; charset=utf-16',
    'Content-Encoding: gzip',
    'Accept-Language: es;q=1.0000,en;q=nan,*',
    `Accept-Language: ${'x,'.repeat(500)}`,
    'X-HTTP-Method-Override: DELETE',
    'X-Forwarded-For: 127.0.0.1',
    `Cookie: lonja_session=${'a'.repeat(43)}`,
    'Cookie: ;;;=;',
    'Sec-Fetch-Site: cross-site',
    'Bitso-Nonce: 5',
    `X-Long: ${'y'.repeat(3_000)}`,
  ];
  for (let count = rng.below(3); count > 0; count -= 1) draft.headers.push(pick(rng, forms, 'X-A: b'));
}

function printable(target: string): string {
  // Bytes that would end the request line are left to the raw cases.
  return target.replaceAll(/[^!-~]/g, (char) => encodeSafely(char));
}

function finished({ method, target, body, headers }: Draft, isForged: boolean): FuzzRequest {
  const line = `${method} ${target} HTTP/1.1`;
  const head = [line, 'Host: lonja', `Content-Length: ${body.length}`, ...headers, '', ''].join('\r\n');
  return { bytes: Buffer.concat([Buffer.from(head, 'latin1'), body]), isForged, line: line.slice(0, 120) };
}
