// What the fault dials do to the figures of a page, in English: each sentence for a person who rehearses an outage.

export const enDials = {
  'dials.title': 'Fault dials change what is shown here',
  'dials.same':
    'Programs that use the API are told the same. What the exchange counts with is named beside each figure.',
  'dials.really': 'really {{amount}}',
  'dials.worth': 'Fault dials change this figure.',
  'dials.rollback':
    'Your latest trades are taken back: they are gone from the lists, and their money is back in the balances.',
  'dials.fee': 'Another fee is shown for what is traded since the dial was set, also in the balances.',
  'dials.drift': 'The balance of a currency is shown too high or too low.',
  'dials.release_lag': 'What a cancelled order held counts as in open orders for a while.',
  'dials.read_lag': 'Orders and trades show up late.',
  'dials.delist': 'Gone from the lists and prices of the API; orders are refused.',
  'dials.halt': 'The book is halted: it takes no new orders.',
  'dials.rules': 'Another price step or another least value holds.',
  'dials.partial': 'A market order takes only the best prices; what is left of it is cancelled.',
  'dials.cancel_remainder': 'What an order leaves open is cancelled at once.',
  'dials.price':
    'Tickers tell a price that a dial sets, and balances are valued at it. Order book, trades and chart show what is really traded.',
  'dials.ws': 'The live stream is disturbed: what moves on this screen may be wrong or stand still.',
  'dials.badge.delist': 'delisted',
  'dials.badge.price': 'set by a dial',
} as const;
