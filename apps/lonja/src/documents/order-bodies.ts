// The JSON schemas of the bodies that place and change orders, and of those that ask for a withdrawal.

const amount = {
  description: 'Decimal text; a JSON number is taken too.',
  type: ['string', 'number'],
  examples: ['0.01'],
} as const;

export const placeOrderBody = {
  type: 'object',
  required: ['book', 'side', 'type'],
  properties: {
    book: { type: 'string', examples: ['btc_mxn'] },
    side: { enum: ['buy', 'sell'] },
    type: { enum: ['limit', 'market'] },
    major: { ...amount, description: 'Amount of the first currency of the book.' },
    minor: { ...amount, description: 'Amount of the second currency; market orders only.' },
    price: { ...amount, description: 'Of limit orders: a multiple of the tick size.' },
    stop: { ...amount, description: 'The price that sets a stop order free.' },
    time_in_force: { enum: ['goodtillcancelled', 'fillorkill', 'immediateorcancel', 'postonly'] },
    origin_id: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,40}$' },
    slippage_tolerance: { ...amount, description: 'Percent, for market and stop-loss orders.' },
  },
} as const;

export const changeOrderBody = {
  type: 'object',
  properties: {
    major: amount,
    minor: amount,
    price: amount,
    stop: amount,
    oid: { type: 'string', description: 'The order, when neither path nor query names one.' },
    origin_id: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,40}$', description: 'v3: of the new order.' },
    cancel: { type: ['boolean', 'integer'], description: 'v4: cancel the order if it cannot be modified.' },
  },
} as const;

export const withdrawalBody = {
  type: 'object',
  required: ['amount'],
  properties: {
    currency: { type: 'string', examples: ['btc'] },
    asset: { type: 'string', description: 'Counts before the currency.' },
    method: { type: 'string' },
    network: { type: 'string' },
    protocol: { type: 'string' },
    amount,
    address: { type: 'string', description: 'Or clabe, card_number or phone_number.' },
    destination_tag: { type: ['string', 'number'] },
    max_fee: { ...amount, description: 'The fee is nothing.' },
    origin_id: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,40}$' },
  },
} as const;
