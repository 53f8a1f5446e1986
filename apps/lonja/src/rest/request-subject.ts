// What the fault dials may know of a request; book and key are read only when a dial asks.

import { parseJsonObject } from '@mandato/bitso-wire/json-body';
import { bodyText, type Target, type WireRequest } from '../http/wire-request.ts';
import type { FaultSubject } from '../sandbox/fault-board.ts';

/** `target` is without the version's prefix. */
export function requestSubject(request: WireRequest, target: Target): FaultSubject {
  return {
    method: request.method,
    segments: target.segments,
    book: () => target.query.get('book') ?? bookOfBody(request),
    keyId: () => /^Bitso ([A-Za-z0-9_-]{1,64}):/.exec(request.header('authorization') ?? '')?.[1] ?? null,
  };
}

function bookOfBody(request: WireRequest): string | null {
  if (request.body.byteLength === 0 || request.body.byteLength > 65_536) return null;
  const body = parseJsonObject(bodyText(request.body) ?? '');
  const book = body.ok ? body.value['book'] : null;
  return typeof book === 'string' ? book : null;
}
