// Asks Lonja's API for anything at all with a right signature: bad nonces, bad amounts, books that do not exist.

import { createHmac } from 'node:crypto';
import * as z from 'zod';
import type { BitsoKey } from '../rehearsal/bitso-client.ts';

export interface Asking {
  readonly nonce?: string;
  readonly target?: string;
  readonly order?: object;
}

const refusalBody = z.object({ success: z.boolean(), error: z.object({ code: z.string() }).optional() });

/** Signs anything at all with `key`; an order is posted, a target is read. */
export function asker(lonjaUrl: string, key: BitsoKey) {
  let count = 0;
  return async ({ nonce, target = '/api/v3/orders', order }: Asking) => {
    count += 1;
    const stamped = nonce ?? `${Date.now()}${(500_000 + count).toString()}`;
    const method = order === undefined ? 'GET' : 'POST';
    const body = order === undefined ? '' : JSON.stringify(order);
    const signature = createHmac('sha256', key.secret)
      .update(stamped + method + target + body)
      .digest('hex');
    const headers = {
      authorization: `Bitso ${key.keyId}:${stamped}:${signature}`,
      'content-type': 'application/json',
    };
    const response = await fetch(lonjaUrl + target, {
      method,
      headers,
      ...(order === undefined ? {} : { body }),
    });
    const { error } = refusalBody.parse(await response.json());
    return { status: response.status, ...(error === undefined ? {} : { code: error.code }) };
  };
}
