// What the processes of one installation share: the number of each start.

import { pgSequence } from 'drizzle-orm/pg-core';

/** Starts, counted from 0 to 998 and then from 0 again: as many processes may run at the same time. */
export const processStarts = pgSequence('process_starts', {
  startWith: 0,
  minValue: 0,
  maxValue: 998,
  increment: 1,
  cycle: true,
});
