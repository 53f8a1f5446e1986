// What a benchmark ran on, said before its table.

import { cpus, loadavg } from 'node:os';

export function printMachine(): void {
  const [cpu] = cpus();
  const load = loadavg()[0] ?? 0;
  console.log(
    `${cpu?.model ?? 'unknown CPU'}, ${cpus().length} cores, Node ${process.version}, load ${load.toFixed(1)}`,
  );
}

/** The middle value; for an even number of them the upper of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
