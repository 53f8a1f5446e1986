// How a world that is not made from a seed differs: its people, its market and its pace are given from outside.

import type { LinkStatusKind } from '@mandato/invest-core/link/link-status';
import type { MarketPicture } from '@mandato/invest-core/venue/venue';

export interface OwnWorld {
  /** How long its processes wait between two full passes; those of the seeds look into their tables first. */
  readonly passEveryMs: () => number;
  readonly statusOf: (linkId: string) => LinkStatusKind;
  readonly userOf: (linkId: string) => string;
  readonly pictureAt: (marketMs: number) => MarketPicture;
}
