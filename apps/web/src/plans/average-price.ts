// The price that was paid on average, as plain decimal text.

import { formatDecimalTrimmed } from '@mandato/primitives/decimal';
import { moneyScale, parseMoney, unitsPerWhole } from '@mandato/primitives/money';
import { divideHalfEven } from '@mandato/primitives/rounding';

/** `spent / bought` to eight decimals, or to two where it is a hundred or more; null where nothing was bought. */
export function averagePrice({ spent, bought }: { spent: string; bought: string }): string | null {
  const paid = parseMoney(spent);
  const got = parseMoney(bought);
  if (!paid.ok || !got.ok || got.value <= 0n) return null;
  const price = divideHalfEven(paid.value * unitsPerWhole, got.value);
  if (price < 100n * unitsPerWhole) return formatDecimalTrimmed(price, moneyScale);
  return formatDecimalTrimmed(divideHalfEven(paid.value * 100n, got.value), 2);
}
