// The payloads of public REST answers: schemas to read them with, and the types to write them by.

import { z } from 'zod';

const tier = z.object({ volume: z.string(), maker: z.string(), taker: z.string() });

export const availableBookSchema = z.object({
  book: z.string(),
  minimum_amount: z.string(),
  maximum_amount: z.string(),
  minimum_price: z.string(),
  maximum_price: z.string(),
  minimum_value: z.string(),
  maximum_value: z.string(),
  tick_size: z.string(),
  default_chart: z.string().optional(),
  margin_enabled: z.boolean().optional(),
  fees: z.object({
    flat_rate: z.object({ maker: z.string(), taker: z.string() }),
    structure: z.array(tier),
  }),
});
export type AvailableBook = z.infer<typeof availableBookSchema>;

export const availableBooksSchema = z.array(availableBookSchema);

/** `last`, `high`, `low` and `vwap` of a book without a trade in 24 hours are `"0"`. */
export const tickerSchema = z.object({
  book: z.string(),
  last: z.string(),
  high: z.string(),
  low: z.string(),
  vwap: z.string(),
  volume: z.string(),
  bid: z.string(),
  ask: z.string(),
  change_24: z.string(),
  rolling_average_change: z.record(z.string(), z.string()).optional(),
  created_at: z.string(),
});
export type Ticker = z.infer<typeof tickerSchema>;

const levelSchema = z.object({
  book: z.string(),
  price: z.string(),
  amount: z.string(),
  oid: z.string().optional(),
});

/** `sequence` is text on REST and a number on the socket. */
export const orderBookSchema = z.object({
  bids: z.array(levelSchema),
  asks: z.array(levelSchema),
  updated_at: z.string(),
  sequence: z.union([z.string(), z.number()]).transform(String),
});
export type OrderBookPayload = z.infer<typeof orderBookSchema>;

/** `maker_side` is the resting order's side; the taker's is the opposite. */
export const tradeSchema = z.object({
  book: z.string(),
  created_at: z.string(),
  amount: z.string(),
  price: z.string(),
  tid: z.union([z.string(), z.number()]).transform(String),
  maker_side: z.enum(['buy', 'sell']),
});
export type TradePayload = z.infer<typeof tradeSchema>;

export const candleSchema = z.object({
  bucket_start_time: z.number(),
  first_trade_time: z.number(),
  last_trade_time: z.number(),
  first_rate: z.string(),
  last_rate: z.string(),
  min_rate: z.string(),
  max_rate: z.string(),
  trade_count: z.number(),
  volume: z.string(),
  vwap: z.string(),
});
export type CandlePayload = z.infer<typeof candleSchema>;

const currencySchema = z.object({
  code: z.string(),
  full_name: z.string(),
  color: z.string(),
  precision: z.number(),
  display_ticker: z.string(),
  type: z.enum(['crypto', 'fiat']),
  marginAvailable: z.boolean().optional(),
});

export const currenciesCatalogueSchema = z.object({
  currencies: z.object({
    allowed_as_preferred: z.array(z.string()).optional(),
    supported: z.array(z.string()).optional(),
    metadata: z.array(currencySchema),
  }),
});
export type CurrenciesCatalogue = z.infer<typeof currenciesCatalogueSchema>;

const countrySchema = z.object({
  en: z.string(),
  es: z.string(),
  pt: z.string(),
  iso3: z.string(),
  phone: z.string(),
  default_currency: z.string().optional(),
});

/** By the code of two letters. */
export const countriesCatalogueSchema = z.object({ countries: z.record(z.string(), countrySchema) });
export type CountriesCatalogue = z.infer<typeof countriesCatalogueSchema>;

export const conversionsCatalogueSchema = z.object({
  available_currency_conversions: z.object({
    available_conversions: z.array(
      z.object({ currency: z.string(), allowed_conversions: z.array(z.string()) }),
    ),
    currencies: z.array(currencySchema),
  }),
});
export type ConversionsCatalogue = z.infer<typeof conversionsCatalogueSchema>;

/** All of them together; the currencies are what a client cannot do without. */
export const cataloguesSchema = z.object({
  ...currenciesCatalogueSchema.shape,
  ...countriesCatalogueSchema.partial().shape,
  ...conversionsCatalogueSchema.partial().shape,
});
export type CataloguesPayload = z.infer<typeof cataloguesSchema>;
