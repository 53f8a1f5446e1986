// Sends each request to the API, the portal or the pages; nothing that a request holds can make it throw.

import { performance } from 'node:perf_hooks';
import { failureEnvelope } from '@mandato/bitso-wire/envelope';
import { languageOf } from '@mandato/bitso-wire/error-codes';
import { canonicalAddress } from '../accounts/literal-address.ts';
import type { ServePortal } from '../portal/serve-portal.ts';
import type { ApiVersion } from '../rest/route-table.ts';
import type { ServeRest } from '../rest/serve-rest.ts';
import type { ServePages } from './web-pages.ts';
import type { Soon } from './when-there.ts';
import {
  emptyReply,
  jsonReply,
  parseTarget,
  type Target,
  type WireReply,
  type WireRequest,
} from './wire-request.ts';

/** Serves every path whose first segment is its name. */
export type ServePart = (request: WireRequest, target: Target) => Soon<WireReply>;

export interface RouterParts {
  readonly rest: ServeRest;
  /** Parts beside the API, the portal and the pages, by first segment. */
  readonly extras?: ReadonlyMap<string, ServePart>;
  readonly portal: ServePortal;
  readonly pages: ServePages;
  /** Told of a bug of ours, without the request's content. */
  readonly noteError: (error: unknown) => void;
  /** Told of every request that came over a socket. */
  readonly observe?: (answered: AnsweredRequest) => void;
}

export interface AnsweredRequest {
  readonly method: string;
  /** Null when the target was no path. */
  readonly target: Target | null;
  readonly status: number;
  readonly seconds: number;
}

/** Bodies of more than 1 MiB are refused before they are read. */
export const bodyBytesMax = 1_048_576;

/** One client takes a status that it does not know for success when there is no envelope with it. */
export function tooLargeReply(): WireReply {
  return jsonReply(413, failureEnvelope('0304', 'en'));
}

export interface Router {
  /** For sockets: the target and the body stay exactly as they were sent. */
  serve(request: WireRequest): Soon<WireReply>;
  /** For callers without a socket. `peerAddress` is the literal address that the request comes from. */
  handle(request: Request, peerAddress: string): Promise<Response>;
}

/** The router over its parts. */
export function createRouter(parts: RouterParts): Router {
  function route(request: WireRequest, target: Target): Soon<WireReply> {
    const api = apiTarget(target);
    if (api !== null) return parts.rest(request, api.target, api.version);
    const [first = ''] = target.segments;
    const extra = parts.extras?.get(first);
    if (extra !== undefined) return extra(request, target);
    switch (first) {
      case 'api':
        return emptyReply(404);
      case 'healthz':
        return jsonReply(200, { ok: true });
      case 'portal':
        return parts.portal(request, target);
      default:
        return parts.pages(request.method, target);
    }
  }
  function failed(error: unknown): WireReply {
    parts.noteError(error);
    return jsonReply(500, failureEnvelope('0101', 'en'));
  }
  // What is rejected later is left to the caller: every step that waits costs a promise and a turn.
  function answer(request: WireRequest, target: Target | null): Soon<WireReply> {
    if (target === null) {
      return jsonReply(400, failureEnvelope('0322', languageOf(request.header('accept-language'))));
    }
    if (request.body.byteLength > bodyBytesMax) return tooLargeReply();
    try {
      return route(request, target);
    } catch (error) {
      return failed(error);
    }
  }
  return {
    serve: (request) => {
      const startedMs = performance.now();
      const target = parseTarget(request.target);
      const observed = (reply: WireReply) => {
        const seconds = (performance.now() - startedMs) / 1_000;
        parts.observe?.({ method: request.method, target, status: reply.status, seconds });
        return reply;
      };
      const reply = answer(request, target);
      if (!(reply instanceof Promise)) return observed(reply);
      return reply.then(observed, (error: unknown) => observed(failed(error)));
    },
    handle: async (request, peerAddress) => {
      const asked = await fromRequest(request, peerAddress);
      const reply = answer(asked, parseTarget(asked.target));
      return toResponse(reply instanceof Promise ? await reply.catch(failed) : reply);
    },
  };
}

// `/api/v3/...` and the older `/v3/...` are the same API; so are the two forms of v4.
function apiTarget({
  segments,
  query,
}: Target): { readonly target: Target; readonly version: ApiVersion } | null {
  const at = segments[0] === 'api' ? 1 : 0;
  const version = segments[at];
  if (version !== 'v3' && version !== 'v4') return null;
  return { version, target: { segments: below(segments, at + 1), query } };
}

const slices = new WeakMap<readonly string[], readonly string[]>();

// Paths that are asked for all the time come as the same segments.
function below(segments: readonly string[], at: number): readonly string[] {
  const known = slices.get(segments);
  if (known !== undefined) return known;
  const slice = segments.slice(at);
  slices.set(segments, slice);
  return slice;
}

async function fromRequest(request: Request, peerAddress: string): Promise<WireRequest> {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    target: pathname + search,
    header: (name) => request.headers.get(name),
    body: new Uint8Array(await request.arrayBuffer()),
    peerAddress: canonicalAddress(peerAddress) ?? peerAddress,
  };
}

// A caller without a socket sees a dropped answer as a network error.
function toResponse(reply: WireReply): Response {
  if (reply.delivery?.kind === 'drop') return Response.error();
  const body = reply.body.length === 0 ? null : reply.body;
  return new Response(typeof body === 'string' || body === null ? body : Uint8Array.from(body), {
    status: reply.status,
    headers: { ...reply.headers },
  });
}
