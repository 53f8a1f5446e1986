// What a signer is started with, and what it may say about itself.

import type { Clock } from '@mandato/primitives/ports';

/** Bounds that the signer itself keeps, whatever the server asks. `null` sets no bound. */
export interface SignerLimits {
  /** Books that orders may name. */
  readonly books: readonly string[] | null;
  readonly sides: readonly OrderSide[] | null;
  /** By quote currency, in decimal text; a quote that is not named may not be spent at all. */
  readonly notionalPerOrderMax: Readonly<Record<string, string>> | null;
  /** By quote currency, what the buys of one credential may reserve in one UTC day. */
  readonly notionalPerDayMax: Readonly<Record<string, string>> | null;
  /** Orders of one credential within any 60 seconds. */
  readonly ordersPerMinuteMax: number | null;
  /**
   * How far an order may lie from the last public price, in hundredths of a percent; a market buy is held against
   * what the cheapest offer asks. With a band, no order is signed without a public price that is fresh enough.
   */
  readonly priceBandBps: number | null;
  /** How old that public price may be. */
  readonly referenceAgeMsMax: number;
}

export type OrderSide = 'buy' | 'sell';

/** Where the key that encrypts everything comes from. */
export type KeySource =
  | { readonly kind: 'file' }
  /** Stretched from a passphrase: until it is given, the signer holds nothing and signs nothing. */
  | { readonly kind: 'passphrase' };

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
  /** Bounds of the installation; the limits of each key come on top. */
  readonly limits: SignerLimits;
  /** What a key is limited to from its linking on, until somebody sets other limits. No bound when left out. */
  readonly newKeyLimits?: SignerLimits;
  /** How long a loosening waits; 24 hours when left out. Only a longer wait takes effect at once. */
  readonly loosenWaitMs?: number;
  /** `file` when left out. */
  readonly keySource?: KeySource;
  /** Lines that the children wrote to standard error, and the supervisor's own; they never hold a secret. */
  readonly onDiagnostic?: (line: string) => void;
}

/** No bound at all: for tests, and for a practice exchange. */
export const noLimits: SignerLimits = {
  books: null,
  sides: null,
  notionalPerOrderMax: null,
  notionalPerDayMax: null,
  ordersPerMinuteMax: null,
  priceBandBps: null,
  referenceAgeMsMax: 30_000,
};

export const loosenWaitMsDefault = 86_400_000;
