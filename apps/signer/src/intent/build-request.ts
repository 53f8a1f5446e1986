// Builds the exact bytes of an intent's request; methods and paths are constants and none of them can move money out.

import type { PlaceOrderIntent, VenueIntent } from '@mandato/invest-core/venue/venue-intent';
import type { UnsignedRequest } from '../sign/sign-request.ts';

/** Expects an intent that parseIntent made: its fields need no escaping. */
export function buildRequest(intent: VenueIntent): UnsignedRequest {
  switch (intent.kind) {
    case 'read_balances':
      return get('/api/v3/balance/');
    case 'read_account':
      return get('/api/v3/account_status/');
    case 'read_fees':
      return get('/api/v3/fees/');
    case 'read_open_orders':
      return get(`/api/v3/open_orders?book=${intent.book}&limit=500`);
    case 'find_orders':
      return get(`/api/v3/orders?origin_ids=${intent.orderIds.join(',')}`);
    case 'read_order_trades':
      return get(`/api/v3/order_trades?origin_id=${intent.orderId}`);
    case 'read_user_trades':
      return get(userTradesTarget(intent.book, intent.afterTradeId));
    case 'cancel_order':
      return { method: 'DELETE', target: `/api/v3/orders?origin_ids=${intent.orderId}`, body: '' };
    case 'place_market_buy':
    case 'place_limit_order':
      return { method: 'POST', target: '/api/v3/orders', body: JSON.stringify(orderBody(intent)) };
  }
}

function get(target: string): UnsignedRequest {
  return { method: 'GET', target, body: '' };
}

function userTradesTarget(book: string, afterTradeId: string | null): string {
  const target = `/api/v3/user_trades?book=${book}&sort=asc&limit=100`;
  return afterTradeId === null ? target : `${target}&marker=${afterTradeId}`;
}

// The order of the keys is part of the signed bytes; keep it.
function orderBody(intent: PlaceOrderIntent): Record<string, string> {
  if (intent.kind === 'place_market_buy') {
    return {
      book: intent.book,
      side: 'buy',
      type: 'market',
      minor: intent.notional,
      origin_id: intent.orderId,
    };
  }
  return {
    book: intent.book,
    side: intent.side,
    type: 'limit',
    major: intent.quantity,
    price: intent.price,
    time_in_force: intent.postOnly ? 'postonly' : 'goodtillcancelled',
    origin_id: intent.orderId,
  };
}
