// Seeds that once broke an invariant; each stays a test for good, with what it showed.

export interface SavedSeed {
  readonly seed: number;
  readonly showed: string;
}

export const savedSeeds: readonly SavedSeed[] = [
  { seed: 23, showed: 'a stalled process took up an old answer and closed an order with a trade missing' },
  { seed: 80, showed: 'a second reader called an order late that had ended without a trade' },
  { seed: 87, showed: 'the same as seed 80, with other faults around it' },
  {
    seed: 407,
    showed: 'a start took over what another process was sending, so that two calls were in flight',
  },
];
