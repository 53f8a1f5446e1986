// What a signer is started with, and what it may say about itself.

import type { Clock } from '@mandato/primitives/ports';

/** Bounds that the signer itself keeps, whatever the server asks. `null` sets no bound. */
export interface SignerLimits {
  /** Books that orders may name. */
  readonly books: readonly string[] | null;
  /** By quote currency, in decimal text; a quote that is not named may not be spent at all. */
  readonly notionalPerOrderMax: Readonly<Record<string, string>> | null;
  /** By quote currency, what the buys of one credential may reserve in one UTC day. */
  readonly notionalPerDayMax: Readonly<Record<string, string>> | null;
  /** Orders of one credential within any 60 seconds. */
  readonly ordersPerMinuteMax: number | null;
}

/** Paths of the built bundles. */
export interface SignerPrograms {
  readonly signer: string;
  readonly auditor: string;
  readonly egress: string;
}

/** Means that keep the signer off the network, as it found them in force. */
export type NetworkMeans =
  | 'no_network_globals'
  | 'no_network_modules'
  | 'node_permission'
  | 'empty_network_namespace';

export interface SignerOptions {
  /** The signer's own directory; created with mode 0700. Nothing else may write there. */
  readonly directory: string;
  /** Holds the key that encrypts everything stored; must lie outside `directory`. Created on the first start. */
  readonly keyFile: string;
  /** Base URL of the practice exchange, or null for none. Plain HTTP is taken for loopback only. */
  readonly practiceUrl: string | null;
  readonly programs: SignerPrograms;
  /** The wall clock, never the market's. */
  readonly wall: Clock;
  readonly limits: SignerLimits;
  /** Lines that the children wrote to standard error, and the supervisor's own; they never hold a secret. */
  readonly onDiagnostic?: (line: string) => void;
}

/** No bound at all: for tests, and for a practice exchange. */
export const noLimits: SignerLimits = {
  books: null,
  notionalPerOrderMax: null,
  notionalPerDayMax: null,
  ordersPerMinuteMax: null,
};
