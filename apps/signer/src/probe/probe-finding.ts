// What a probe of an exchange is: a question, what was seen, and the calls that showed it.

/** One call and what came back, without any header. */
export interface ProbeCall {
  /** `GET /api/v3/balance/` */
  readonly call: string;
  /** v1 has up to 13 digits, v2 up to 19; how far its time lay from ours; null for a public call. */
  readonly nonce: string | null;
  /** Status and error code as answered, or why there was no answer. */
  readonly answer: string;
  readonly atMs: number;
}

/** `found`: the exchange showed it. `unclear`: it answered otherwise than expected. `not_asked`: with the reason. */
export interface ProbeFinding {
  /** P1 to P15, as reliability's list counts them. */
  readonly id: string;
  readonly question: string;
  readonly state: 'found' | 'unclear' | 'not_asked';
  /** One sentence for a person. */
  readonly found: string;
  /** Numbers that were measured, units in their names; facts as 1 and 0. */
  readonly figures: Readonly<Record<string, number>>;
  readonly evidence: readonly ProbeCall[];
}

export interface ProbeReport {
  readonly baseUrl: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly book: string;
  readonly findings: readonly ProbeFinding[];
  readonly settings: DerivedSettings;
  /** Orders of ours that could not be cancelled; must be 0. */
  readonly leftOpen: number;
}

/** What the order pipeline should be told, and why. */
export interface DerivedSettings {
  readonly nonceFamily: 'v1' | 'v2' | 'none';
  /** W and S in milliseconds; the cautious default where they were not measured well enough. */
  readonly requestWindowMs: number;
  readonly settleTimeMs: number;
  readonly isWindowMeasured: boolean;
  readonly isSettleMeasured: boolean;
  /** Whether the exchange itself refuses a second order under an id whose order has ended. */
  readonly isIdUniqueForEver: boolean;
  /** Always false: an answer that was lost is looked for, and never sent again by itself. */
  readonly mayAttemptAgain: false;
  readonly why: readonly string[];
}
