// The catalogues: currencies, countries and conversions, together as one client needs them, and one by one as in 2021.

import type {
  CataloguesPayload,
  ConversionsCatalogue,
  CountriesCatalogue,
  CurrenciesCatalogue,
} from '@mandato/bitso-wire/public-payloads';
import { assetCatalogue } from '@mandato/exchange-core/book-catalogue';
import { type Answer, payload } from './endpoint.ts';

/** `GET /catalogues`: every currency with its decimals, without which one client cannot trade, and the other lists. */
export function catalogues(): Answer {
  const all: CataloguesPayload = { ...currencies, ...countries, ...conversions };
  return payload(all);
}

/** `GET /catalogues/currencies`. */
export function currencyCatalogue(): Answer {
  return payload(currencies);
}

/** `GET /catalogues/countries`: where accounts can be of, which is where every account is of. */
export function countryCatalogue(): Answer {
  return payload(countries);
}

/** `GET /catalogues/available_currency_conversions`: none, because none is offered here. */
export function conversionCatalogue(): Answer {
  return payload(conversions);
}

const currencies: CurrenciesCatalogue = {
  currencies: {
    // What `account_status` has for everybody.
    allowed_as_preferred: ['mxn'],
    supported: assetCatalogue.map(({ asset }) => asset),
    metadata: assetCatalogue.map((spec) => ({
      code: spec.asset,
      full_name: spec.fullName,
      color: spec.color,
      precision: 8,
      display_ticker: spec.asset.toUpperCase(),
      type: spec.kind,
      marginAvailable: false,
    })),
  },
};

const countries: CountriesCatalogue = {
  countries: {
    MX: { en: 'Mexico', es: 'México', pt: 'México', iso3: 'MEX', phone: '52', default_currency: 'mxn' },
  },
};

const conversions: ConversionsCatalogue = {
  available_currency_conversions: { available_conversions: [], currencies: [] },
};
