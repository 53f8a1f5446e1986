// The English of every reason for which an order bought nothing or waits for a person.

import type { OrderReasonCode } from '@mandato/invest-core/order/order-reason';

export const reasonEn = {
  slot_missed_while_away: 'Mandato was not running when this buy was due. Nothing was spent.',
  slot_missed_while_paused: 'The plan was paused when this buy was due. Nothing was spent.',
  link_not_usable:
    'The link to the exchange was not working, or was paused. Nothing was spent. Look at Exchanges.',
  slot_expired: 'It became too late for this buy. Nothing was spent; the next one comes as planned.',
  notional_below_minimum:
    'The amount is below the least that the exchange takes. Nothing was spent. Write a plan with a larger amount.',
  notional_above_maximum:
    'The amount is above the most that the exchange takes. Nothing was spent. Write a plan with a smaller amount.',
  book_unknown: 'The exchange does not offer this any more. Nothing was spent. Stop the plan.',
  book_mismatched:
    'What the exchange says of this book does not fit together. Nothing was spent; the next buy comes as planned.',
  clock_off:
    'The clock of the machine that runs Mandato is more than two seconds off the exchange’s. Nothing was spent. Set it; the next buy comes as planned.',
  market_stale:
    'The prices that the exchange showed were too old to buy by. Nothing was spent; the next buy comes as planned.',
  market_out_of_sequence:
    'The exchange showed an older order book than before. Nothing was spent; the next buy comes as planned.',
  sources_disagree:
    'Two price sources of the exchange were more than 2 % apart. Nothing was spent; the next buy comes as planned.',
  price_jumped:
    'The price was more than 10 % away from the last hour’s trades. Nothing was spent; the next buy comes as planned.',
  quote_depegged:
    'The currency that this plan pays with was more than 3 % away from one dollar. Nothing was spent. Look at it before you go on.',
  book_too_thin:
    'Too little was on offer: this buy would have paid more than 3 % above the best price. Nothing was spent; a smaller amount may fit.',
  cancelled:
    'Buying was stopped, so we asked the exchange to cancel the order. It ended without a trade; nothing was spent.',
  closed_by_person:
    'You looked at the exchange and closed this as not bought. If the order turns up after all, it is booked and the plan pauses.',
  unfilled: 'The order ended without a trade. Nothing was spent.',
  proven_absent:
    'The answer was lost, and look-ups proved that the order was never placed. Nothing was spent, and it was not tried again.',
  kill_switch_on: 'Buying was stopped when this was due. Nothing was spent.',
  plan_not_active: 'The plan was not active. Nothing was spent.',
  notional_not_positive: 'There was no amount to buy for. Nothing was spent.',
  budget_used_up: 'The plan’s total limit does not leave enough for this buy. Nothing was spent.',
  balance_insufficient:
    'There was not enough money available at the exchange. Nothing was spent. Add money there and the next buy goes ahead.',
  quote_missing: 'The exchange showed no price to buy at. Nothing was spent.',
  quote_crossed: 'The exchange’s prices contradicted each other. Nothing was spent.',
  spread_too_wide: 'Buying and selling prices were more than 10 % apart. Nothing was spent.',
  quote_out_of_band: 'The price was far from that of the last trade. Nothing was spent.',
  intent_malformed:
    'The signer did not understand the order and refused it. Nothing was spent. Please report this.',
  credential_unknown:
    'The signer does not have this key any more. Nothing was spent. Link the exchange again.',
  credential_frozen:
    'The key is frozen because a check of it turned out worse. Nothing was spent. Look at Exchanges.',
  book_not_allowed: 'The signer’s limits do not allow buying this. Nothing was spent.',
  side_not_allowed: 'The signer’s limits do not allow this kind of order. Nothing was spent.',
  notional_above_order_limit: 'The amount is above the signer’s limit for one order. Nothing was spent.',
  notional_above_day_limit:
    'The signer’s limit for one day is used up. Nothing was spent; it is free again tomorrow.',
  orders_per_minute_exceeded:
    'Too many orders in one minute: the signer refused this one. Nothing was spent.',
  order_already_signed:
    'The signer had signed an order with this number before and never signs one twice. Nothing was spent by this one.',
  price_reference_stale:
    'The signer could not see a fresh public price, so it did not sign. Nothing was spent; the next buy comes as planned.',
  price_outside_band:
    'The price was too far from the last public price, so the signer did not sign. Nothing was spent.',
  key_invalid: 'The exchange did not take the key. Nothing was spent. Link a new key.',
  key_inactive:
    'The key is not active at the exchange. Nothing was spent. Activate it there or link a new one.',
  permission_missing:
    'The key lacks the permission to place orders. Nothing was spent. Link a new key with it.',
  address_not_allowed:
    'The key does not allow this installation’s IP address. Nothing was spent. Change that at the exchange.',
  account_restricted: 'The exchange has restricted the account. Nothing was spent. Ask the exchange why.',
  book_halted: 'Trading was halted at the exchange. Nothing was spent; the next buy comes as planned.',
  order_malformed:
    'The exchange did not accept the form of the order. Nothing was spent. Please report this.',
  price_out_of_bounds: 'The price was outside the exchange’s bounds. Nothing was spent.',
  quantity_out_of_bounds:
    'The quantity was outside the exchange’s bounds. Nothing was spent. Change the amount of the plan.',
  notional_out_of_bounds:
    'The amount was outside the exchange’s bounds. Nothing was spent. Change the amount of the plan.',
  funds_insufficient:
    'The exchange said that the money does not suffice. Nothing was spent. Add money there.',
  open_orders_too_many:
    'There are too many open orders at the exchange. Nothing was spent. Cancel some there.',
  rejected_otherwise: 'The exchange refused the order. Nothing was spent.',
  connection_refused: 'The exchange could not be reached, so nothing was sent. Nothing was spent.',
  name_not_found:
    'The exchange’s address could not be found, so nothing was sent. Nothing was spent. Check the network.',
  egress_unavailable: 'Our sending process was not running, so nothing was sent. Nothing was spent.',
  send_deadline_passed:
    'The order was not sent in time and was therefore not sent at all. Nothing was spent.',
  rate_limited_here: 'Too many calls in one minute, so the order was not sent. Nothing was spent.',
  unreadable_too_long:
    'The exchange has not let us find out for a day whether the order exists. Look for it there before you buy by hand.',
  contradiction:
    'What the exchange says does not fit what was known before. Look at the order there before you resume the plan.',
} as const satisfies Record<OrderReasonCode, string>;
