// `/openapi.json` and `/asyncapi.json`.

import { jsonReply, type WireReply, type WireRequest } from '../http/wire-request.ts';
import { asyncApiDocument } from './async-api.ts';
import { openApiDocument } from './open-api.ts';

let openApi: WireReply | null = null;

/** The OpenAPI document, the same for everybody: made once, because making it takes milliseconds. */
export function serveOpenApi(): WireReply {
  openApi ??= jsonReply(200, openApiDocument());
  return openApi;
}

/** The AsyncAPI document, naming the host that the request was sent to. */
export function serveAsyncApi(request: WireRequest): WireReply {
  const host = request.header('host') ?? '';
  return jsonReply(200, asyncApiDocument(/^[A-Za-z0-9.:[\]-]{1,255}$/.test(host) ? host : 'localhost:4000'));
}
