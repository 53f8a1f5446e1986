// Where two runs of one seed part: the same seed has to tell the same story (V16).

import type { SimResult } from './simulate.ts';

type Told = Pick<SimResult, 'traceHash' | 'trace'>;

/**
 * The first line of the traces that is not the same in both, as each of them has it; null when the stories are the same.
 * A difference that never comes back can be followed only from here.
 */
export function partingOf(one: Told, other: Told): string | null {
  if (one.traceHash === other.traceHash) return null;
  const isOther = (line: string, number: number) => line !== other.trace[number];
  const found = one.trace.findIndex(isOther);
  if (found === -1 && one.trace.length === other.trace.length)
    return 'no line, but by the order of events that say nothing';
  const number = found === -1 ? one.trace.length : found;
  const lineOf = ({ trace }: Told) => (trace[number] ?? 'the end').trim();
  return `line ${number + 1}: "${lineOf(one)}" and then "${lineOf(other)}"`;
}
