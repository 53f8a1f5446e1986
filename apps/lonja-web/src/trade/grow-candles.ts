// Carries candles on with the trades of the stream until they are asked for again; doing it twice changes nothing.
import type { PortalCandle, TapeRow } from '@mandato/lonja/api-contract/trade-contract';
import { unitsOf } from './live-book.ts';

/** `tape` newest first. Prices are carried on; volumes wait for the next asking, which counts each trade once. */
export function growCandles(
  candles: readonly PortalCandle[],
  tape: readonly TapeRow[],
  seconds: number,
): readonly PortalCandle[] {
  const grown = [...candles];
  for (const { price, atMs } of tape.toReversed()) {
    const startMs = atMs - (atMs % (seconds * 1000));
    const last = grown.at(-1);
    if (last === undefined || startMs > last.startMs) {
      grown.push({ startMs, open: price, high: price, low: price, close: price, volume: '0' });
    } else if (startMs === last.startMs) {
      const high = unitsOf(price) > unitsOf(last.high) ? price : last.high;
      const low = unitsOf(price) < unitsOf(last.low) ? price : last.low;
      grown[grown.length - 1] = { ...last, high, low, close: price };
    }
  }
  return grown;
}
