// An account's traded quote volume of the last thirty days, kept by day so that old days can fall away.

import {
  type Amount,
  addAmount,
  newAmount,
  setUnits,
  subtractAmount,
  unitsAt,
} from '../ledger/split-money.ts';

const dayMs = 86_400_000;
const daysKept = 30;

/** The running day's volume at 0 and the sum of all days kept at 2, and the earlier days with volume, ascending. */
export class DayVolumes {
  readonly amounts: Amount = new Float64Array(4);
  day = -1;
  earlier: { readonly day: number; readonly volume: bigint }[] = [];

  /** Makes the day of market time `atMs` the running one; time never runs backwards. */
  rollTo(atMs: number): void {
    const day = Math.floor(atMs / dayMs);
    if (day === this.day) return;
    if (this.day >= 0) this.earlier.push({ day: this.day, volume: unitsAt(this.amounts, 0) });
    this.amounts[0] = 0;
    this.amounts[1] = 0;
    this.day = day;
    this.#dropBefore(day - daysKept + 1);
  }

  /** Adds the notional of a fill of the running day. */
  add(notional: Amount): void {
    addAmount(this.amounts, 0, notional);
    addAmount(this.amounts, 2, notional);
  }

  #dropBefore(first: number): void {
    const dropped = newAmount();
    while (this.earlier.length > 0 && (this.earlier[0]?.day ?? first) < first) {
      setUnits(dropped, 0, this.earlier[0]?.volume ?? 0n);
      subtractAmount(this.amounts, 2, dropped);
      this.earlier.shift();
    }
  }
}

/** The volume of the thirty UTC days that end with the day of `atMs`. */
export function volumeOfThirtyDays(volumes: DayVolumes, atMs: number): bigint {
  const first = Math.floor(atMs / dayMs) - daysKept + 1;
  const today = volumes.day >= first ? 0n : unitsAt(volumes.amounts, 0);
  return volumes.earlier
    .filter(({ day }) => day < first)
    .reduce((sum, { volume }) => sum - volume, unitsAt(volumes.amounts, 2) - today);
}
