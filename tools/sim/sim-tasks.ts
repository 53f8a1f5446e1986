// What the processes of the simulator say to each other.

import type { Hunted } from '@mandato/simulation/hunt-mutants';
import type { SeedToRun, SeedTotals } from '@mandato/simulation/run-seeds';

export type SimTask =
  | { readonly kind: 'seeds'; readonly seeds: readonly SeedToRun[] }
  | {
      readonly kind: 'hunt';
      readonly mutant: string;
      readonly seedsMax: number;
      /** By this machine's clock. */
      readonly endsAtMs: number;
    };

export type SimAnswer =
  | { readonly kind: 'seeds'; readonly totals: SeedTotals }
  | { readonly kind: 'hunt'; readonly hunted: Hunted; readonly cpuMicros: number };
