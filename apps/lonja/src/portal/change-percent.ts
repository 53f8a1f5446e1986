// How far a price moved, in percent of where it was.

import { formatDecimal } from '@mandato/primitives/decimal';
import { divideHalfEven } from '@mandato/primitives/rounding';

/** With two decimals (`-1.25`); null where there is no price or it came from nothing. */
export function changePercent(last: bigint | null, change: bigint | null): string | null {
  if (last === null || change === null || last <= change) return null;
  return formatDecimal(divideHalfEven(change * 10_000n, last - change), 2);
}
