// What each endpoint is for, as the OpenAPI document tells it: a sentence, its query parameters, its payload.

import {
  accountStatusSchema,
  balancesSchema,
  feesSchema,
  fundingSchema,
  ledgerEntrySchema,
  orderPlacedSchema,
  orderSchema,
  userTradeSchema,
  withdrawalSchema,
} from '@mandato/bitso-wire/private-payloads';
import {
  availableBooksSchema,
  candleSchema,
  cataloguesSchema,
  conversionsCatalogueSchema,
  countriesCatalogueSchema,
  currenciesCatalogueSchema,
  orderBookSchema,
  tickerSchema,
  tradeSchema,
} from '@mandato/bitso-wire/public-payloads';
import { z } from 'zod';
import { changeOrderBody, placeOrderBody, withdrawalBody } from './order-bodies.ts';

export interface OperationDoc {
  readonly summary: string;
  /** Names of query parameters. */
  readonly query?: readonly QueryName[];
  readonly payload?: z.ZodType;
  /** A JSON schema. */
  readonly body?: object;
}

export type QueryName = keyof typeof queryDocs;

/** The query parameters of the API. */
export const queryDocs = {
  book: 'A book, such as btc_mxn.',
  aggregate: 'true for the best 50 price levels, false for every order.',
  marker: 'The id of the last row already seen.',
  sort: 'desc or asc.',
  limit: 'Rows of a page.',
  time_bucket: 'Seconds of a candle: 60, 300, 900, 1800, 3600, 14400, 21600, 43200, 86400, 259200 or 604800.',
  start: 'Epoch milliseconds.',
  end: 'Epoch milliseconds.',
  currency: 'A currency on either side of the book.',
  oid: 'An order id.',
  oids: 'Order ids, joined by commas.',
  origin_id: 'An id of the client’s own.',
  origin_ids: 'Ids of the client’s own, joined by commas.',
  source: 'all or alpha, which hides orders of the retail app: there is none here, so both show the same.',
  status: 'A status of fundings or withdrawals.',
  method: 'A method of fundings or withdrawals.',
  wids: 'Withdrawal ids, joined by commas.',
  txids: 'Transaction ids, joined by commas.',
  fund_currency: 'A currency.',
} as const;

const page = ['marker', 'sort', 'limit'] as const;
const oneOf = ['oids', 'oid', 'origin_ids', 'origin_id'] as const;
const nothingMoves = 'Answers 0202 without the permission and 0330 with it: nothing ever moves.';
const neverMoves =
  'Asks for money to leave: 0202 without the permission, else 0303 or 0330. Nothing moves; a complete request is in the list as failed. With the switch accept_withdrawals it is accepted, pending and processing for a while, and then fails.';
const cancelled = z.array(z.string());

const withdrawalMethodSchema = z.object({
  method: z.string(),
  name: z.string(),
  asset: z.string(),
  currency: z.string(),
  network: z.string(),
  protocol: z.string(),
  integration: z.string(),
  required_fields: z.array(z.string()),
  optional_fields: z.array(z.string()),
  fee: z.object({ amount: z.string(), type: z.string() }),
  limits: z.object({ system_min: z.string(), system_max: z.string() }),
});

/** By verb and path; a path with a parameter ends in `/{}`. */
export const operationDocs: Readonly<Record<string, OperationDoc>> = {
  'GET /catalogues': { summary: 'Every currency with its decimals.', payload: cataloguesSchema },
  'GET /catalogues/currencies': { summary: 'The currencies alone.', payload: currenciesCatalogueSchema },
  'GET /catalogues/countries': {
    summary: 'Countries that accounts are of.',
    payload: countriesCatalogueSchema,
  },
  'GET /catalogues/available_currency_conversions': {
    summary: 'Conversions on offer: none here.',
    payload: conversionsCatalogueSchema,
  },
  'GET /available_books': { summary: 'The books and their rules.', payload: availableBooksSchema },
  'GET /ticker': {
    summary: 'The numbers of the last day, of one book or of all.',
    query: ['book'],
    payload: z.union([tickerSchema, z.array(tickerSchema)]),
  },
  'POST /ticker': {
    summary: 'The same as it was asked for in 2021; the book `all` stands for all of them.',
    payload: z.union([tickerSchema, z.array(tickerSchema)]),
    body: { type: 'object', properties: { book: { type: 'string', examples: ['all', 'btc_mxn'] } } },
  },
  'GET /order_book': {
    summary: 'The order book, with the sequence number that it belongs to.',
    query: ['book', 'aggregate'],
    payload: orderBookSchema,
  },
  'GET /trades': {
    summary: 'Recent trades of a book.',
    query: ['book', ...page],
    payload: z.array(tradeSchema),
  },
  'GET /ohlc': {
    summary: 'Candles, oldest first; empty ones are left out.',
    query: ['book', 'time_bucket', 'start', 'end'],
    payload: z.array(candleSchema),
  },
  'GET /balance': { summary: 'Every balance, zero ones too.', payload: balancesSchema },
  'GET /account_status': { summary: 'The account.', payload: accountStatusSchema },
  'GET /kyc_documents': { summary: 'Papers handed in: none here.', payload: z.array(z.unknown()) },
  'POST /phone_number': { summary: nothingMoves },
  'POST /phone_verification': { summary: nothingMoves },
  'GET /fees': { summary: 'The account’s rates in every book.', payload: feesSchema },
  'GET /ledger': {
    summary: 'Everything that changed a balance.',
    query: page,
    payload: z.array(ledgerEntrySchema),
  },
  'GET /ledger/{}': {
    summary: 'One kind of ledger row.',
    query: page,
    payload: z.array(ledgerEntrySchema),
  },
  'GET /orders': { summary: 'Looks orders up by their ids.', query: oneOf, payload: z.array(orderSchema) },
  'POST /orders': { summary: 'Places an order.', payload: orderPlacedSchema, body: placeOrderBody },
  'PATCH /orders': {
    summary: 'v3 replaces an order by a new one; v4 modifies it and keeps its id.',
    query: ['oid', 'origin_id'],
    payload: orderPlacedSchema,
    body: changeOrderBody,
  },
  'DELETE /orders': { summary: 'Cancels orders by their ids.', query: oneOf, payload: cancelled },
  'GET /orders/{}': { summary: 'Looks up orders; ids are joined by dashes.', payload: z.array(orderSchema) },
  'GET /orders/client_id/{}': {
    summary: 'Looks up orders by the client’s own ids, joined by commas; a form of before 2020.',
    payload: z.array(orderSchema),
  },
  'GET /order_trades/client_id/{}': {
    summary: 'The trades of the orders of one client id; a form of before 2020.',
    payload: z.array(userTradeSchema),
  },
  'PATCH /orders/{}': {
    summary: 'v3 replaces an order by a new one; v4 modifies it and keeps its id.',
    payload: orderPlacedSchema,
    body: changeOrderBody,
  },
  'DELETE /orders/{}': {
    summary: 'Cancels one order, several (ids joined by dashes) or `all`.',
    payload: cancelled,
  },
  'GET /open_orders': {
    summary: 'Open orders, newest first.',
    query: ['book', 'currency', 'limit', 'marker', 'sort', 'source'],
    payload: z.array(orderSchema),
  },
  'GET /user_trades': {
    summary: 'The account’s own trades.',
    query: ['book', ...page],
    payload: z.array(userTradeSchema),
  },
  'GET /user_trades/{}': {
    summary: 'Trades by their ids, joined by dashes.',
    payload: z.array(userTradeSchema),
  },
  'GET /order_trades': {
    summary: 'The trades of one order or origin id.',
    query: ['oid', 'origin_id'],
    payload: z.array(userTradeSchema),
  },
  'GET /order_trades/{}': { summary: 'The trades of one order.', payload: z.array(userTradeSchema) },
  'GET /fundings': {
    summary: 'Practice money that came in.',
    query: ['marker', 'limit', 'status', 'method', 'txids'],
    payload: z.array(fundingSchema),
  },
  'GET /fundings/{}': {
    summary: 'Fundings by their ids, joined by dashes.',
    payload: z.array(fundingSchema),
  },
  'GET /funding_destination': {
    summary: 'A label in the place of a deposit address.',
    query: ['fund_currency'],
    payload: z.object({ account_identifier_name: z.string(), account_identifier: z.string() }),
  },
  'GET /withdrawals': {
    summary: 'Withdrawals that were asked for, newest first. None moved anything.',
    query: ['marker', 'limit', 'status', 'method', 'wids', 'origin_ids'],
    payload: z.array(withdrawalSchema),
  },
  'POST /withdrawals': { summary: neverMoves, payload: withdrawalSchema, body: withdrawalBody },
  'GET /withdrawals/{}': {
    summary: 'Withdrawals by their ids, joined by dashes.',
    payload: z.array(withdrawalSchema),
  },
  'GET /withdrawal_methods/{}': {
    summary: 'What a withdrawal of the currency would ask for. None can be made.',
    payload: z.array(withdrawalMethodSchema),
  },
  'GET /mx_bank_codes': {
    summary: 'Codes of Mexican banks.',
    payload: z.array(z.object({ code: z.string(), name: z.string() })),
  },
  'POST /webhooks': { summary: nothingMoves },
  'GET /currency_conversions': { summary: 'Conversions made: none here.', payload: z.array(z.unknown()) },
  'POST /currency_conversions': { summary: nothingMoves },
  'PUT /currency_conversions': { summary: nothingMoves },
  ...Object.fromEntries(
    ['bitcoin', 'ether', 'ripple', 'bcash', 'litecoin', 'crypto', 'spei', 'debit_card', 'phone'].map(
      (kind) => [
        `POST /${kind}_withdrawal`,
        { summary: neverMoves, payload: z.array(withdrawalSchema), body: withdrawalBody },
      ],
    ),
  ),
};
