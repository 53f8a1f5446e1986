// The year that the demo replays: real daily prices from two files, or generated ones of the same shape.

import { formatMoneyTrimmed } from '@mandato/primitives/money';
import { generateReplayPrices, readReplayPrices } from '../../apps/lonja/src/market/replay-prices.ts';
import { bookCatalogue } from '../../packages/exchange-core/src/book-catalogue.ts';

/** A price in pesos and the market time from which it holds, as Lonja's `--replay` file has them. */
export interface DemoPrice {
  readonly atMs: number;
  readonly price: string;
}

export interface DemoPricesOptions {
  readonly files: { readonly prices: string; readonly fx: string } | null;
  readonly weeks: number;
  readonly seed: number;
}

const generatedEndDate = '2024-12-31';

/** Daily prices of btc_mxn over the last `weeks` weeks of the files; throws, naming the place, when they are not usable. */
export async function replayPrices({ files, weeks, seed }: DemoPricesOptions): Promise<readonly DemoPrice[]> {
  const spec = bookCatalogue.find(({ id }) => id === 'btc_mxn');
  if (spec === undefined) throw new Error('Lonja has no book btc_mxn');
  const prices =
    files === null
      ? generateReplayPrices({ seed, weeks, endDate: generatedEndDate, spec })
      : await readReplayPrices({ pricesFile: files.prices, fxFile: files.fx, weeks, spec });
  if (!prices.ok)
    throw new Error(`these prices cannot be replayed: ${prices.error.code} (${prices.error.where})`);
  return prices.value.map(({ atMs, price }) => ({ atMs, price: formatMoneyTrimmed(price) }));
}
