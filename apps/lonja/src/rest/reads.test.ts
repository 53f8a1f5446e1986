// Holds every reading endpoint to the wire's schemas and to the oddities that clients rely on.

import {
  accountStatusSchema,
  balancesSchema,
  feesSchema,
  fundingSchema,
  ledgerEntrySchema,
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
import { assetCatalogue, bookCatalogue } from '@mandato/exchange-core/book-catalogue';
import { seededRng } from '@mandato/primitives/seeded-rng';
import { expect, test } from 'vitest';
import { startSimulatedMarket } from '../market/simulated-market.ts';
import { type TestLonja, testLonja, tradingPermissions } from '../testing/test-lonja.ts';

/** A market that has traded a little in every book. */
async function traded(lonja: TestLonja): Promise<void> {
  const rng = seededRng(1);
  const port = { ...lonja.lonja.marketPort, clock: { nowMs: () => (lonja.nowMs += rng.below(2_000)) } };
  const market = await startSimulatedMarket({ port, seed: 5, pauseMs: 0 });
  const { exchange } = lonja.lonja.sequencer.state;
  while ([...exchange.books.values()].some(({ lastPrice }) => lastPrice === null)) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await market.stop();
}

test('public endpoints answer in the shapes of the wire', async () => {
  const { test: lonja } = await testLonja();
  await traded(lonja);
  const get = async (path: string) => (await lonja.get(`/api/v3/${path}`)).payload;
  expect(cataloguesSchema.parse(await get('catalogues')).currencies.metadata).toHaveLength(
    assetCatalogue.length,
  );
  expect(availableBooksSchema.parse(await get('available_books/'))).toHaveLength(bookCatalogue.length);
  expect(tickerSchema.array().parse(await get('ticker'))).toHaveLength(bookCatalogue.length);
  const ticker = tickerSchema.parse(await get('ticker/?book=btc_mxn'));
  expect(ticker.created_at).toMatch(/\+00:00$/);
  const depth = orderBookSchema.parse(await get('order_book/?book=btc_mxn&aggregate=True'));
  const full = orderBookSchema.parse(await get('order_book?book=btc_mxn&aggregate=false'));
  expect(depth.bids[0]?.price).toBe(full.bids[0]?.price);
  expect(depth.bids[0]).not.toHaveProperty('oid');
  expect(full.asks[0]?.oid).toMatch(/^[0-9A-Za-z]{16}$/);
  expect(full.sequence).toBe(depth.sequence);
  expect(typeof ((await get('order_book?book=btc_mxn')) as { sequence: unknown }).sequence).toBe('string');
  const [trade] = tradeSchema
    .array()
    .min(1)
    .parse(await get('trades?book=btc_mxn'));
  expect(trade?.created_at).toMatch(/\+0000$/);
  const newer = tradeSchema.array().parse(await get(`trades?book=btc_mxn&sort=asc&marker=${trade?.tid}`));
  expect(newer).toEqual([]);
  expect(
    candleSchema
      .array()
      .min(1)
      .parse(await get('ohlc?book=btc_mxn&time_bucket=60')),
  ).not.toEqual([]);
  await lonja.close();
});

test('catalogues are served together and one by one, and nothing else is below them', async () => {
  const { test: lonja } = await testLonja();
  const get = async (path: string) => (await lonja.get(`/api/v3/catalogues${path}`)).payload;
  const all = cataloguesSchema.parse(await get('/'));
  expect(all.currencies.supported).toEqual(assetCatalogue.map(({ asset }) => asset));
  const { currencies } = currenciesCatalogueSchema.parse(await get('/currencies/'));
  expect(currencies).toEqual(all.currencies);
  const { countries } = countriesCatalogueSchema.parse(await get('/countries'));
  expect(countries).toMatchObject({ MX: { es: 'México', iso3: 'MEX', default_currency: 'mxn' } });
  const offered = conversionsCatalogueSchema.parse(await get('/available_currency_conversions'));
  expect(offered.available_currency_conversions.available_conversions).toEqual([]);
  expect(all).toEqual({ currencies, countries, ...offered });
  for (const path of ['/nope', '/currencies/btc']) {
    expect(await lonja.get(`/api/v3/catalogues${path}`)).toMatchObject({ status: 404, text: '' });
  }
  const posted = new Request('http://lonja.test/api/v3/catalogues/countries', { method: 'POST' });
  expect(await lonja.ask(posted)).toMatchObject({ status: 400, code: '0901' });
  await lonja.close();
});

test('prices have the decimals of the step of their book, and amounts in the order book none that say nothing', async () => {
  const { test: lonja } = await testLonja();
  await traded(lonja);
  const get = async (path: string) => (await lonja.get(`/api/v3/${path}book=xrp_mxn`)).payload;
  const inCents = /^-?[0-9]+\.[0-9]{2}$/;
  const ticker = tickerSchema.parse(await get('ticker?'));
  for (const name of ['last', 'high', 'low', 'bid', 'ask', 'change_24'] as const) {
    expect(ticker[name]).toMatch(inCents);
  }
  const depth = orderBookSchema.parse(await get('order_book?'));
  const levels = [...depth.bids, ...depth.asks];
  for (const { price } of levels) expect(price).toMatch(inCents);
  expect(levels.some(({ price }) => price.endsWith('0'))).toBe(true);
  for (const { amount } of levels) expect(amount).not.toMatch(/\.[0-9]*0$/);
  for (const { price } of tradeSchema.array().parse(await get('trades?'))) expect(price).toMatch(inCents);
  for (const candle of candleSchema.array().parse(await get('ohlc?time_bucket=60&'))) {
    expect(candle.first_rate).toMatch(inCents);
  }
  await lonja.close();
});

test('public endpoints refuse as the wire does', async () => {
  const { test: lonja } = await testLonja();
  const get = (path: string) => lonja.get(`/api/v3/${path}`);
  expect(await get('ticker?book=nope_mxn')).toMatchObject({
    status: 400,
    text: '{"error":{"code":20,"message":"Unknown OrderBook nope_mxn"}}',
  });
  const missing = await get('order_book');
  expect(missing).toMatchObject({ status: 400, code: '0301' });
  expect(missing.text).toContain('Unknown order book missing');
  const unknown = await get('order_book?book=BTC_MXN');
  expect(unknown).toMatchObject({ status: 400, code: '0301' });
  expect(unknown.text).toContain('Unknown order book BTC_MXN');
  expect(await get('trades?book=nope_mxn')).toMatchObject({ status: 200, payload: [] });
  const spanish = async (path: string) => {
    const headers = { 'accept-language': 'es-MX,es;q=0.9' };
    return (await lonja.ask(new Request(`http://lonja.test/api/v3/${path}`, { headers }))).text;
  };
  expect(await spanish('order_book')).toContain('Falta el libro de órdenes');
  expect(await spanish('order_book?book=nope_mxn')).toContain('Libro de órdenes desconocido: nope_mxn');
  expect(await spanish('ohlc?book=btc_mxn&time_bucket=7')).toContain('El campo time_bucket (7) es inválido');
  expect(await get('trades?book=btc_mxn&limit=x')).toMatchObject({ code: '0320' });
  const bucket = await get('ohlc?book=btc_mxn&time_bucket=7');
  expect(bucket).toMatchObject({ code: '0304' });
  expect(bucket.text).toContain('The field time_bucket (7) is either invalid or missing');
  expect(await get('ohlc?book=btc_mxn&time_bucket=60&start=x')).toMatchObject({ code: '0304' });
  expect(await get('nope')).toMatchObject({ status: 404, text: '' });
  expect(await get('orders/a/b')).toMatchObject({ status: 404, text: '' });
  expect(await get('ledger/nope')).toMatchObject({ status: 404, text: '' });
  expect(await get('orders/%zz')).toMatchObject({ status: 400, code: '0322' });
  const post = await lonja.ask(
    new Request('http://lonja.test/api/v3/trades', { method: 'POST', body: '{}' }),
  );
  expect(post).toMatchObject({ status: 400, code: '0901' });
  await lonja.close();
});

test('POST /ticker answers as GET /ticker does, its body naming a book or all of them', async () => {
  const { test: lonja } = await testLonja();
  await traded(lonja);
  const post = (body: string) =>
    lonja.ask(new Request('http://lonja.test/api/v3/ticker', { method: 'POST', body }));
  expect((await post('{"book":"all"}')).payload).toEqual((await lonja.get('/api/v3/ticker')).payload);
  expect((await post('{}')).payload).toEqual((await lonja.get('/api/v3/ticker')).payload);
  const one = (await lonja.get('/api/v3/ticker?book=btc_mxn')).payload;
  expect((await post('{"book":"btc_mxn"}')).payload).toEqual(one);
  expect(await post('{"book":"nope_mxn"}')).toMatchObject({ status: 400 });
  expect(await post('{"book":7}')).toMatchObject({ status: 400, code: '0304' });
  expect(await post('[]')).toMatchObject({ status: 400, code: '0372' });
  expect(await post('{')).toMatchObject({ status: 400, code: '0304' });
  await lonja.close();
});

test('account endpoints answer in the shapes of the wire', async () => {
  const { test: lonja, ana } = await testLonja();
  const key = await ana.makeKey(tradingPermissions);
  const get = async (path: string) => (await lonja.signed(key, { target: `/api/v3/${path}` })).payload;
  expect(balancesSchema.parse(await get('balance/?type=spot')).balances).toHaveLength(6);
  const status = accountStatusSchema.parse(await get('account_status'));
  expect(status).toMatchObject({
    first_name: 'Ana',
    last_name: 'García',
    enabled_two_factor_methods: ['totp'],
  });
  expect(feesSchema.parse(await get('fees')).fees[0]).toMatchObject({
    book: 'btc_mxn',
    fee_decimal: '0.00780000',
    maker_fee_decimal: '0.00600000',
    taker_fee_percent: '0.7800',
    next_volume: '20000.00000000',
    next_taker_fee_percent: '0.7600',
  });
  const [funding] = fundingSchema
    .array()
    .length(1)
    .parse(await get('fundings'));
  expect(funding).toMatchObject({ currency: 'mxn', amount: '100000.00000000', status: 'complete' });
  expect(await get(`fundings/${funding?.fid}-${'0'.repeat(32)}`)).toEqual([funding]);
  expect(await get(`fundings?marker=${funding?.fid}`)).toEqual([]);
  expect(await get('fundings?status=pending')).toEqual([]);
  expect(ledgerEntrySchema.array().parse(await get('ledger/fundings'))).toMatchObject([
    { operation: 'funding', details: { fid: funding?.fid } },
  ]);
  expect(await get('ledger/withdrawals/')).toEqual([]);
  for (const { asset } of assetCatalogue) {
    const methods = await get(`withdrawal_methods/${asset}`);
    expect(methods).toMatchObject([{ currency: asset, required_fields: expect.arrayContaining(['amount']) }]);
  }
  expect(await get('user_trades//?limit=25&sort=desc')).toEqual([]);
  expect(await lonja.signed(key, { target: '/api/v3/user_trades/5-6' })).toMatchObject({ code: '0321' });
  expect(await lonja.signed(key, { target: '/api/v3/ledger?marker=xyz' })).toMatchObject({ code: '0320' });
  expect(await lonja.signed(key, { target: '/api/v3/funding_destination' })).toMatchObject({ code: '0303' });
  expect(await lonja.signed(key, { target: `/api/v3/fundings/${'0'.repeat(32)}` })).toMatchObject({
    code: '0311',
  });
  expect(await lonja.signed(key, { target: '/v3/balance' })).toMatchObject({ status: 200 });
  await lonja.close();
});
