// Reads Lonja's v3 API with a key of one's own: a second, independent signer for checking results.

import { createHmac } from 'node:crypto';
import * as z from 'zod';

export interface BitsoKey {
  readonly keyId: string;
  readonly secret: string;
}

const envelope = z.object({ success: z.literal(true), payload: z.unknown() });
/** By key: exchanges that run in one process one after the other may have clocks days apart. */
const lastNonceMs = new Map<string, number>();

/** One signed GET under `/api/v3`; resolves with the payload or throws with the exchange's words. */
export function readSigned(baseUrl: string, key: BitsoKey, target: string): Promise<unknown> {
  return callSigned(baseUrl, key, { method: 'GET', target });
}

/** One signed call without a body under `/api/v3`; resolves with the payload or throws with the exchange's words. */
export async function callSigned(
  baseUrl: string,
  key: BitsoKey,
  {
    method,
    target,
    nowMs = Date.now(),
  }: {
    readonly method: 'GET' | 'DELETE';
    readonly target: string;
    /** By the exchange's clock, where that is not this process's own. */
    readonly nowMs?: number;
  },
): Promise<unknown> {
  const nonceMs = Math.max((lastNonceMs.get(key.keyId) ?? 0) + 1, nowMs);
  lastNonceMs.set(key.keyId, nonceMs);
  const nonce = `${nonceMs}${process.hrtime()[1].toString().padStart(6, '0').slice(0, 6)}`;
  const signature = createHmac('sha256', key.secret).update(`${nonce}${method}${target}`).digest('hex');
  const response = await fetch(baseUrl + target, {
    method,
    headers: { authorization: `Bitso ${key.keyId}:${nonce}:${signature}` },
  });
  const body: unknown = await response.json();
  const answer = envelope.safeParse(body);
  if (!answer.success) throw new Error(`${target} answered ${response.status}: ${JSON.stringify(body)}`);
  return answer.data.payload;
}

/** All rows of a list that pages by `marker`, oldest first; `idOf` names the row's cursor. */
export async function readAllPages<Row>(
  page: (query: string) => Promise<readonly Row[]>,
  idOf: (row: Row) => string,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let marker = ''; ; ) {
    const next = await page(`limit=100&sort=asc${marker}`);
    rows.push(...next);
    const last = next.at(-1);
    if (last === undefined || next.length < 100) return rows;
    marker = `&marker=${idOf(last)}`;
  }
}
