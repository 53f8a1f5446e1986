// Sends each request to the API, the portal or the pages; nothing that a request holds can make it throw.

import { failureEnvelope } from '@mandato/bitso-wire/envelope';
import { canonicalAddress } from '../accounts/literal-address.ts';
import type { ServePortal } from '../portal/serve-portal.ts';
import type { ServeRest } from '../rest/serve-rest.ts';
import type { ServePages } from './web-pages.ts';
import {
  emptyReply,
  jsonReply,
  parseTarget,
  type Target,
  type WireReply,
  type WireRequest,
} from './wire-request.ts';

export interface RouterParts {
  readonly rest: ServeRest;
  readonly portal: ServePortal;
  readonly pages: ServePages;
  /** Told of a bug of ours, without the request's content. */
  readonly noteError: (error: unknown) => void;
}

/** Bodies of more than 1 MiB are refused before they are read. */
export const bodyBytesMax = 1_048_576;

export interface Router {
  /** For sockets: the target and the body stay exactly as they were sent. */
  serve(request: WireRequest): Promise<WireReply>;
  /** For callers without a socket. `peerAddress` is the literal address that the request comes from. */
  handle(request: Request, peerAddress: string): Promise<Response>;
}

/** The router over its parts. */
export function createRouter(parts: RouterParts): Router {
  async function serve(request: WireRequest): Promise<WireReply> {
    const target = parseTarget(request.target);
    if (target === null) return emptyReply(400);
    if (request.body.byteLength > bodyBytesMax) return emptyReply(413);
    const api = apiTarget(target);
    try {
      if (api !== null) return await parts.rest(request, api);
      if (isUnknownApi(target)) return emptyReply(404);
      if (target.segments[0] === 'healthz') return jsonReply(200, { ok: true });
      if (target.segments[0] === 'portal') return await parts.portal(request, target);
      return parts.pages(request.method, target);
    } catch (error) {
      parts.noteError(error);
      return jsonReply(500, failureEnvelope('0101', 'en'));
    }
  }
  return {
    serve,
    handle: async (request, peerAddress) => toResponse(await serve(await fromRequest(request, peerAddress))),
  };
}

// `/api/v3/...` and the older `/v3/...` are the same API.
function apiTarget({ segments, query }: Target): Target | null {
  if (segments[0] === 'api' && segments[1] === 'v3') return { segments: segments.slice(2), query };
  if (segments[0] === 'v3') return { segments: segments.slice(1), query };
  return null;
}

function isUnknownApi({ segments }: Target): boolean {
  return segments[0] === 'api' || segments[0] === 'v4';
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

function toResponse(reply: WireReply): Response {
  const body = reply.body.length === 0 ? null : reply.body;
  return new Response(typeof body === 'string' || body === null ? body : Uint8Array.from(body), {
    status: reply.status,
    headers: { ...reply.headers },
  });
}
