// Seeds that once broke an invariant; each stays a test for good, with what it showed.

import type { ConfigName } from './sim-config.ts';

export interface SavedSeed {
  readonly seed: number;
  readonly config: ConfigName;
  readonly showed: string;
}

export const savedSeeds: readonly SavedSeed[] = [
  {
    seed: 7371,
    config: 'assumed',
    showed:
      'several workers read many closing orders of one key at once, more often than its exchange allows',
  },
  {
    seed: 410,
    config: 'measured',
    showed: 'processes that died again and again began each life with a full minute of calls',
  },
  { seed: 2735, config: 'measured', showed: 'the same as seed 410, with other faults around it' },
  { seed: 100329, config: 'assumed', showed: 'the same as seed 410, with other faults around it' },
  {
    seed: 100258,
    config: 'ordered',
    showed: 'processes that died again and again each asked for the same order in haste',
  },
  {
    seed: 5022,
    config: 'assumed',
    showed: 'an order was left alone for good after twenty errors of the store',
  },
  { seed: 5055, config: 'ordered', showed: 'the same as seed 5022, with other faults around it' },
  {
    seed: 5098,
    config: 'measured',
    showed: 'an answer to a sending that was given up overwrote the proof that it never was placed',
  },
  {
    seed: 5095,
    config: 'assumed',
    showed: 'a full disk made every due plan ask the exchange again and again',
  },
  {
    seed: 23,
    config: 'assumed',
    showed: 'a stalled process took up an old answer and closed an order with a trade missing',
  },
  {
    seed: 80,
    config: 'assumed',
    showed: 'a second reader called an order late that had ended without a trade',
  },
  { seed: 87, config: 'assumed', showed: 'the same as seed 80, with other faults around it' },
  {
    seed: 407,
    config: 'assumed',
    showed: 'a start took over what another process was sending, so that two calls were in flight',
  },
  {
    seed: 2466,
    config: 'assumed',
    showed:
      'a cancellation whose nonce a read of another process had overtaken was sent again after 30 s only',
  },
  {
    seed: 4381,
    config: 'ordered',
    showed: 'a storm of crashes that each waiting order fed, so that none ended: the simulator bounds it now',
  },
  {
    seed: 11347,
    config: 'ordered',
    showed: 'a process whose clock was behind was overtaken in each of its three tries to cancel',
  },
  {
    seed: 20703,
    config: 'assumed',
    showed: 'a stop that a fault had begun ended another one, long after: the simulator was wrong',
  },
  {
    seed: 22812,
    config: 'assumed',
    showed: 'the same as seed 11347, with other faults around it',
  },
  { seed: 42991, config: 'ordered', showed: 'the same as seed 20703, at another place of the simulator' },
  {
    seed: 64246,
    config: 'ordered',
    showed:
      'an order left in the millisecond of the last one’s answer: the simulator still took that for under way',
  },
  {
    seed: 74026,
    config: 'ordered',
    showed:
      'reads of many lost orders raced with one key whose nonces must rise, and refused each other for a quarter of an hour',
  },
];
