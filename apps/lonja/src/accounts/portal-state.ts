// Accounts, sessions and keys as one value: it is changed by `applyPortal` alone and holds no readable secret.

import type { WirePermission } from '@mandato/bitso-wire/permission';
import type { AccountId } from '@mandato/exchange-core/ids';
import type { ActivityKind } from '../api-contract/security-contract.ts';
import type { Device, SessionStage } from './portal-command.ts';

export type TwoFactor =
  | { readonly kind: 'off' }
  | { readonly kind: 'pending'; readonly sealedSecret: string }
  | { readonly kind: 'on'; readonly sealedSecret: string; readonly lastUsedStep: number };

export interface PortalAccount {
  readonly id: AccountId;
  readonly email: string;
  name: string;
  passwordHash: string;
  readonly createdAtMs: number;
  passwordChangedAtMs: number | null;
  twoFactor: TwoFactor;
  /** When two-factor was last turned off; for a day from then on no key can be made. */
  twoFactorOffAtMs: number | null;
  /** SHA-256 of the recovery codes that were not used yet. */
  readonly recoveryHashes: Set<string>;
  /** What happened to the account's security, oldest first, at most `activityMax`. */
  readonly activity: Activity[];
  /** Oldest first. */
  readonly keys: Map<string, ApiKey>;
  /** What was asked for, oldest first, at most `withdrawalsMax`. None of it moved anything. */
  readonly withdrawals: NotedWithdrawal[];
}

/** A withdrawal as a client asked for it; the amount in units of 10^-8. */
export interface AskedWithdrawal {
  readonly asset: string;
  readonly amount: bigint;
  readonly method: string;
  readonly network: string;
  readonly protocol: string;
  /** The address or account that was named; nothing is ever sent there. */
  readonly destination: string;
  /** What some networks want beside the address; absent when none was given. */
  readonly destinationTag?: string;
  readonly originId: string | null;
}

/** One that was written down at a moment of the market clock. It fails at once, or a while after it was accepted. */
export interface NotedWithdrawal extends AskedWithdrawal {
  readonly withdrawalId: string;
  readonly atMs: number;
  readonly isAccepted: boolean;
}

export interface ApiKey {
  readonly keyId: string;
  readonly account: AccountId;
  readonly name: string;
  addresses: readonly string[];
  isOn: boolean;
  readonly permissions: readonly WirePermission[];
  readonly sealedSecret: string;
  readonly createdAtMs: number;
  lastUsedAtMs: number | null;
  /** The highest v1 nonce spent; 0 before the first. */
  nonceFloor: number;
  /** The v2 nonces spent, with their own milliseconds, while those lie within the window. */
  readonly noncesSpent: Map<string, number>;
}

export interface Session {
  readonly tokenHash: string;
  readonly account: AccountId;
  readonly stage: SessionStage;
  readonly device: Device;
  readonly startedAtMs: number;
  seenAtMs: number;
}

/** One line of the account's own security log. */
export interface Activity {
  readonly kind: ActivityKind;
  readonly atMs: number;
  readonly device: Device;
}

export interface PortalState {
  readonly accounts: Map<AccountId, PortalAccount>;
  readonly byEmail: Map<string, PortalAccount>;
  readonly sessions: Map<string, Session>;
  readonly keys: Map<string, ApiKey>;
  /** Wall time of the latest command; it never runs backwards. */
  nowMs: number;
}

/** Keys that one account may have (bitso-api 13). */
export const keysMax = 6;
/** Addresses that one key may be bound to. */
export const addressesMax = 5;

/** Withdrawals that are kept for an account. */
export const withdrawalsMax = 200;
/** Lines of activity that are kept for an account. */
export const activityMax = 50;
/** For so long after two-factor was turned off no key can be made. */
export const keysPauseMs = 24 * 3_600_000;

const idleMs = 30 * 60_000;
const absoluteMs = 12 * 3_600_000;
const secondFactorMs = 5 * 60_000;

/** A portal without accounts. */
export function createPortalState(): PortalState {
  return { accounts: new Map(), byEmail: new Map(), sessions: new Map(), keys: new Map(), nowMs: 0 };
}

/** True while a session may be used: 30 minutes idle, 12 hours in all; 5 minutes to give the second factor. */
export function isSessionAlive(session: Session, nowMs: number): boolean {
  const ageMs = nowMs - session.startedAtMs;
  if (session.stage === 'second_factor') return ageMs < secondFactorMs;
  return ageMs < absoluteMs && nowMs - session.seenAtMs < idleMs;
}
