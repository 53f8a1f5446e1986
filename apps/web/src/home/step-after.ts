// Which step comes next on the way from a new account to a first plan.

export type Step = 'second_factor' | 'link' | 'plan';

export interface Progress {
  readonly hasSecondFactor: boolean;
  /** How many of each there are. */
  readonly links: number;
  readonly plans: number;
}

/** Null once nothing is missing. */
export function stepAfter({ hasSecondFactor, links, plans }: Progress): Step | null {
  if (!hasSecondFactor) return 'second_factor';
  if (links === 0) return 'link';
  return plans === 0 ? 'plan' : null;
}
