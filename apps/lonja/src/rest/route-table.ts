// Every endpoint of the v3 API, by path and verb, with the permission that it needs (bitso-api 13.1).

import { accountStatus, balance, fees, isLedgerOperation, ledger } from './account-endpoints.ts';
import {
  catalogues,
  conversionCatalogue,
  countryCatalogue,
  currencyCatalogue,
} from './catalogue-endpoints.ts';
import { changeOrder } from './change-order-endpoint.ts';
import { type Endpoint, publicEndpoint, type SignedEndpoint, signedEndpoint } from './endpoint.ts';
import {
  currencyConversions,
  fundingDestination,
  fundings,
  fundingsById,
  kycDocuments,
  movesNothing,
  mxBankCodes,
} from './money-endpoints.ts';
import {
  cancelOrders,
  lookUpOrders,
  lookUpOrdersOfClient,
  openOrders,
  placeOrder,
} from './order-endpoints.ts';
import { availableBooks, ohlc, orderBook, postedTicker, ticker, trades } from './public-endpoints.ts';
import { orderTrades, orderTradesOfClient, userTrades, userTradesById } from './trade-endpoints.ts';
import { withdraw, withdrawals, withdrawalsById, withdrawOlder } from './withdrawal-endpoints.ts';
import { withdrawalMethods } from './withdrawal-methods.ts';

export type Route =
  | { readonly kind: 'found'; readonly endpoint: Endpoint; readonly param: string | null }
  | { readonly kind: 'verb_unknown' }
  | { readonly kind: 'path_unknown' };

type Verbs = Readonly<Record<string, Endpoint>>;

// What leaves by each of the older paths; null where the body says it.
const olderWithdrawals = [
  ['bitcoin_withdrawal', 'btc'],
  ['ether_withdrawal', 'eth'],
  ['ripple_withdrawal', 'xrp'],
  ['bcash_withdrawal', 'bch'],
  ['litecoin_withdrawal', 'ltc'],
  ['crypto_withdrawal', null],
  ['spei_withdrawal', 'mxn'],
  ['debit_card_withdrawal', 'mxn'],
  ['phone_withdrawal', 'mxn'],
] as const;

const read = {
  account: (answer: SignedEndpoint['answer']) => signedEndpoint('view_account_information', answer),
  balances: (answer: SignedEndpoint['answer']) => signedEndpoint('view_balances', answer),
  orders: (answer: SignedEndpoint['answer']) => signedEndpoint('place_orders', answer),
};
// Cancelling is never held up by a rate limit.
const cancel: Endpoint = { ...signedEndpoint('place_orders', cancelOrders), isRateLimited: false };

const conversions: Verbs = {
  GET: read.orders(currencyConversions),
  POST: read.orders(movesNothing),
  PUT: read.orders(movesNothing),
};

/** Paths of one segment. */
const plain: ReadonlyMap<string, Verbs> = new Map<string, Verbs>([
  ['catalogues', { GET: publicEndpoint(catalogues) }],
  ['available_books', { GET: publicEndpoint(availableBooks) }],
  ['ticker', { GET: publicEndpoint(ticker), POST: publicEndpoint(postedTicker) }],
  ['order_book', { GET: publicEndpoint(orderBook) }],
  ['trades', { GET: publicEndpoint(trades) }],
  ['ohlc', { GET: publicEndpoint(ohlc) }],
  ['balance', { GET: read.balances(balance) }],
  ['account_status', { GET: read.account(accountStatus) }],
  ['kyc_documents', { GET: read.account(kycDocuments) }],
  ['phone_number', { POST: read.account(movesNothing) }],
  ['phone_verification', { POST: read.account(movesNothing) }],
  ['fees', { GET: read.balances(fees) }],
  ['ledger', { GET: read.balances(ledger) }],
  [
    'orders',
    {
      GET: read.orders(lookUpOrders),
      POST: read.orders(placeOrder),
      PATCH: read.orders(changeOrder('v3')),
      DELETE: cancel,
    },
  ],
  ['open_orders', { GET: read.orders(openOrders) }],
  ['user_trades', { GET: read.orders(userTrades) }],
  ['order_trades', { GET: read.orders(orderTrades) }],
  ['fundings', { GET: read.balances(fundings) }],
  ['funding_destination', { GET: read.balances(fundingDestination) }],
  ['withdrawals', { GET: read.balances(withdrawals), POST: signedEndpoint('make_withdrawals', withdraw) }],
  ['mx_bank_codes', { GET: read.balances(mxBankCodes) }],
  ['webhooks', { POST: signedEndpoint('make_withdrawals', movesNothing) }],
  ['currency_conversions', conversions],
  ...olderWithdrawals.map(([name, asset]): [string, Verbs] => [
    name,
    { POST: signedEndpoint('make_withdrawals', withdrawOlder(asset)) },
  ]),
]);

/** Paths of a name and one parameter. */
const withParam: ReadonlyMap<string, Verbs> = new Map<string, Verbs>([
  ['orders', { GET: read.orders(lookUpOrders), PATCH: read.orders(changeOrder('v3')), DELETE: cancel }],
  ['user_trades', { GET: read.orders(userTradesById) }],
  ['order_trades', { GET: read.orders(orderTrades) }],
  ['fundings', { GET: read.balances(fundingsById) }],
  ['withdrawals', { GET: read.balances(withdrawalsById) }],
  ['withdrawal_methods', { GET: read.balances(withdrawalMethods) }],
  ['ledger', { GET: read.balances(ledger) }],
]);

/** Lists with a name of two segments. */
const nested: ReadonlyMap<string, Verbs> = new Map<string, Verbs>([
  ['catalogues/currencies', { GET: publicEndpoint(currencyCatalogue) }],
  ['catalogues/countries', { GET: publicEndpoint(countryCatalogue) }],
  ['catalogues/available_currency_conversions', { GET: publicEndpoint(conversionCatalogue) }],
]);

/** Forms of before 2020, by the client's own ids: a path between the name and the parameter. */
const byClientId: ReadonlyMap<string, Verbs> = new Map<string, Verbs>([
  ['orders/client_id', { GET: read.orders(lookUpOrdersOfClient) }],
  ['order_trades/client_id', { GET: read.orders(orderTradesOfClient) }],
]);

const modify: Verbs = { PATCH: read.orders(changeOrder('v4')) };

/** The newer version: paths of one segment, and paths of a name and one parameter. */
const newerPlain: ReadonlyMap<string, Verbs> = new Map<string, Verbs>([
  ['orders', modify],
  ['currency_conversions', conversions],
]);
const newerWithParam: ReadonlyMap<string, Verbs> = new Map<string, Verbs>([['orders', modify]]);

/** The two versions of the API; the newer one has two resources. */
export type ApiVersion = 'v3' | 'v4';

/** One verb of one path. */
export interface RouteRow {
  readonly version: ApiVersion;
  readonly method: string;
  readonly name: string;
  /** What the segment after the name is; null when there is none. */
  readonly param: string | null;
  readonly endpoint: Endpoint;
}

const paramNames: Readonly<Record<string, string>> = {
  orders: 'oid',
  user_trades: 'tid',
  order_trades: 'oid',
  fundings: 'fid',
  withdrawals: 'wid',
  withdrawal_methods: 'currency',
  ledger: 'operation',
  'orders/client_id': 'origin_id',
  'order_trades/client_id': 'origin_id',
};

/** Every route there is. */
export function allRoutes(): readonly RouteRow[] {
  const rows = (version: ApiVersion, table: ReadonlyMap<string, Verbs>, hasParam: boolean) =>
    [...table].flatMap(([name, verbs]) =>
      Object.entries(verbs).map(([method, endpoint]) => {
        return { version, method, name, param: hasParam ? (paramNames[name] ?? 'id') : null, endpoint };
      }),
    );
  return [
    ...rows('v3', plain, false),
    ...rows('v3', nested, false),
    ...rows('v3', withParam, true),
    ...rows('v3', byClientId, true),
    ...rows('v4', newerPlain, false),
    ...rows('v4', newerWithParam, true),
  ];
}

/** True for a path below a version that some verb of the API has. */
export function isRoutePath(version: ApiVersion, segments: readonly string[]): boolean {
  return findRoute(version, segments, '').kind !== 'path_unknown';
}

/** The endpoint for a path below `/api/v3` or `/api/v4` (decoded segments, none empty) and a verb. */
export function findRoute(version: ApiVersion, segments: readonly string[], method: string): Route {
  const param = (segments.length > 2 ? segments[2] : segments[1]) ?? null;
  const verbs = version === 'v4' ? ofNewerVersion(segments) : ofOlderVersion(segments);
  if (verbs === undefined) return { kind: 'path_unknown' };
  const endpoint = Object.hasOwn(verbs, method) ? verbs[method] : undefined;
  return endpoint === undefined ? { kind: 'verb_unknown' } : { kind: 'found', endpoint, param };
}

function ofOlderVersion(segments: readonly string[]): Verbs | undefined {
  return segments.length === 1 ? plain.get(segments[0] ?? '') : parameterised(segments);
}

function ofNewerVersion([name = '', ...more]: readonly string[]): Verbs | undefined {
  if (more.length > 1) return undefined;
  return more.length === 0 ? newerPlain.get(name) : newerWithParam.get(name);
}

function parameterised(segments: readonly string[]): Verbs | undefined {
  const [name = '', param = ''] = segments;
  if (segments.length === 3) return byClientId.get(`${name}/${param}`);
  if (segments.length !== 2) return undefined;
  const list = nested.get(`${name}/${param}`);
  if (list !== undefined) return list;
  return name === 'ledger' && !isLedgerOperation(param) ? undefined : withParam.get(name);
}
