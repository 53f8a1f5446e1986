// What pages may know of an exchange before a key is there: its profile, and what is wrong with a pasted pair.

import {
  type CredentialShapeError,
  type PastedCredential,
  readPastedCredential,
} from '@mandato/invest-core/link/credential-shape';
import {
  type ExchangeProfile,
  exchangeProfiles,
  type GuideScene,
  type PermissionSwitch,
  type ProfiledExchange,
} from '@mandato/invest-core/link/exchange-profile';
import type { Result } from '@mandato/primitives/result';

export type GuidedExchange = ProfiledExchange;
export type Scene = GuideScene;
export type KeySwitch = PermissionSwitch;
export type PastedFault = CredentialShapeError;

/** The numbered path to a key, its switches, and what its list of addresses and its end are like. */
export type ExchangeGuide = Omit<ExchangeProfile, 'credential'>;

export function guideOf(exchange: GuidedExchange): ExchangeGuide {
  return exchangeProfiles[exchange];
}

/** The trimmed pair, or the first thing that is wrong with it, by how the exchange writes its keys. */
export function readPastedKey(
  exchange: GuidedExchange,
  pasted: PastedCredential,
): Result<PastedCredential, PastedFault> {
  return readPastedCredential(pasted, exchangeProfiles[exchange].credential);
}
