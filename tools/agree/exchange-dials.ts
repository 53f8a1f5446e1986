// What a trouble of the suite is at Lonja: the fault dials that make it, for the orders of one key.

import type { Trouble } from '@mandato/simulation/agree/product';
import { setFault } from '../chaos/chaos-stage.ts';

/** Trades of an order show up so much later than they happened. */
const slowTradesMs = 3_000;

/** The dials of `trouble` for the key of `keyId`. */
export function dialsOf(trouble: Trouble, keyId: string): readonly object[] {
  const onOrder = { match: { method: 'POST', path: '/orders', key: keyId } };
  const lostAnswer = { ...onOrder, when: 'before_reply', do: { verb: 'drop' } };
  const lostRequest = { ...onOrder, when: 'before_auth', do: { verb: 'drop' } };
  switch (trouble) {
    case 'none':
      return [];
    case 'answer_lost':
      return [lostAnswer];
    case 'request_lost':
      return [lostRequest];
    case 'failed_before':
      return [{ ...onOrder, when: 'before_auth', do: { verb: 'reply', status: 503 } }];
    case 'failed_after':
      return [{ ...onOrder, when: 'before_reply', do: { verb: 'reply', status: 502 } }];
    case 'limited_after':
      return [{ ...onOrder, when: 'before_reply', do: { verb: 'reply', status: 429, code: '0801' } }];
    case 'sent_twice':
      return [{ ...onOrder, when: 'before_auth', do: { verb: 'dup' } }];
    case 'slow_trades':
      return [{ match: { key: keyId }, do: { verb: 'read_lag', ms: slowTradesMs } }];
    case 'partial':
      return [{ match: { key: keyId }, do: { verb: 'partial', levels: 1 } }];
    case 'refused':
      return [{ ...onOrder, when: 'before_auth', do: { verb: 'reply', status: 400, code: '0410' } }];
    case 'unreadable_there':
      return [lostAnswer, ...unreadable(keyId)];
    case 'unreadable_absent':
      return [lostRequest, ...unreadable(keyId)];
  }
}

/** Neither orders nor trades can be looked at. */
function unreadable(keyId: string): readonly object[] {
  return ['/orders', '/order_trades'].map((path) => ({
    match: { method: 'GET', path, key: keyId },
    when: 'before_auth',
    times: null,
    do: { verb: 'reply', status: 502 },
  }));
}

/** All dials of `lonjaUrl`, in place of those that were set. */
export async function setDials(lonjaUrl: string, dials: readonly object[]): Promise<void> {
  await fetch(`${lonjaUrl}/sandbox/faults`, { method: 'DELETE' });
  for (const dial of dials) await setFault(lonjaUrl, dial);
}
