// The English of orders: where one stands, and why nothing was bought. It says "bought" only where trades are known.

export const orderEn = {
  title: 'Order',
  state_recorded: 'Waiting to be sent',
  state_submitting: 'Being sent',
  state_being_confirmed: 'Being confirmed',
  state_acknowledged: 'At the exchange',
  state_closing: 'Reading its trades',
  state_done: 'Carried out',
  state_skipped: 'Not bought',
  state_held: 'Needs you',
  state_late: 'Found late',
  about_recorded: 'The order is written down and has not been sent.',
  about_submitting: 'The order may already be on its way.',
  about_being_confirmed:
    'The answer was lost, so we do not know yet whether the order exists. We look until {{until}} and place no other order for it.',
  about_acknowledged: 'The exchange has the order. Nothing counts as bought until its trades are known.',
  about_closing: 'The order has ended at the exchange. We are reading its trades.',
  about_done: 'All its trades are known and booked.',
  about_skipped: 'No trade belongs to this order and no money was spent.',
  about_held:
    'Two facts do not fit together. No more is done until you have looked at the order at the exchange.',
  about_late: 'The order turned up after all. Its trades are booked; its plan is paused.',
  fills: 'Trades',
  fill: '{{quantity}} {{base}} at {{price}} {{quote}}',
  fee_in: 'Fee: {{fee}} {{asset}}',
  price_average: 'Average price: {{price}} {{quote}}',
  bought_for: 'Bought {{bought}} {{base}} for {{spent}} {{quote}}, net of fees.',
  our_id: 'Our id',
  venue_id: 'Exchange’s id',
  slot: 'Due {{slot}}',
  slot_now: 'Asked for by you',
} as const;
