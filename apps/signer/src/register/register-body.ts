// What the signer must remember and nobody may change behind its back: limits, freezes, row versions, used grants.

import { plainRecord } from '../client/plain-record.ts';
import type { SignerLimits } from '../client/signer-options.ts';
import { readLimits } from '../client/start-message.ts';

/** What holds for one exchange key, named by its fingerprint; it outlives unlinking and linking again. */
export interface KeyPolicy {
  readonly limits: SignerLimits;
  /** Limits that were asked for and are looser; they hold from `atMs` on, wall clock. */
  readonly pending: { readonly limits: SignerLimits; readonly atMs: number } | null;
  readonly freeze: Stop;
}

/** A stop that is on until it is released; a release counts from its time on. */
export interface Stop {
  readonly isOn: boolean;
  /** When it was turned on, 0 when it is off. */
  readonly sinceMs: number;
  readonly releaseAtMs: number | null;
}

export interface RegisterBody {
  /** Grows with every change. */
  readonly generation: number;
  /** How long a loosening waits. */
  readonly waitMs: number;
  /** A shorter wait that was asked for is itself a loosening. */
  readonly pendingWait: { readonly waitMs: number; readonly atMs: number } | null;
  readonly killSwitch: Stop;
  readonly policies: Readonly<Record<string, KeyPolicy>>;
  /** The version of each stored credential. */
  readonly rows: Readonly<Record<string, number>>;
  /** The journal of orders reaches at least to this line. */
  readonly journalSeq: number;
  /** The latest step-up grants that were used. */
  readonly usedGrants: readonly string[];
}

export const noStop: Stop = { isOn: false, sinceMs: 0, releaseAtMs: null };

/** What a first start begins with. */
export function emptyRegister(waitMs: number): RegisterBody {
  return {
    generation: 0,
    waitMs,
    pendingWait: null,
    killSwitch: noStop,
    policies: {},
    rows: {},
    journalSeq: 0,
    usedGrants: [],
  };
}

/** Reads a body from a value whose seal was checked, or null when another version wrote it. */
export function readRegisterBody(value: unknown): RegisterBody | null {
  const fields = plainRecord(value) ?? {};
  const { generation, waitMs, journalSeq } = fields;
  const killSwitch = readStop(fields['killSwitch']);
  const policies = readEntries(fields['policies'], readPolicy);
  const rows = readEntries(fields['rows'], readNumber);
  const usedGrants = Array.isArray(fields['usedGrants']) ? fields['usedGrants'] : null;
  if (typeof generation !== 'number' || typeof waitMs !== 'number' || typeof journalSeq !== 'number')
    return null;
  if (killSwitch === null || policies === null || rows === null || usedGrants === null) return null;
  return {
    generation,
    waitMs,
    pendingWait: readPendingWait(fields['pendingWait']),
    killSwitch,
    policies,
    rows,
    journalSeq,
    usedGrants: usedGrants.filter((grant) => typeof grant === 'string'),
  };
}

function readPendingWait(value: unknown): RegisterBody['pendingWait'] {
  const { waitMs, atMs } = plainRecord(value) ?? {};
  return typeof waitMs === 'number' && typeof atMs === 'number' ? { waitMs, atMs } : null;
}

function readPolicy(value: unknown): KeyPolicy | null {
  const fields = plainRecord(value) ?? {};
  const limits = readLimits(fields['limits']);
  const freeze = readStop(fields['freeze']);
  if (limits === null || freeze === null) return null;
  if (fields['pending'] === null) return { limits, pending: null, freeze };
  const { limits: later, atMs } = plainRecord(fields['pending']) ?? {};
  const pending = readLimits(later);
  return pending === null || typeof atMs !== 'number'
    ? null
    : { limits, pending: { limits: pending, atMs }, freeze };
}

function readStop(value: unknown): Stop | null {
  const { isOn, sinceMs, releaseAtMs } = plainRecord(value) ?? {};
  if (typeof isOn !== 'boolean' || typeof sinceMs !== 'number') return null;
  return releaseAtMs === null || typeof releaseAtMs === 'number' ? { isOn, sinceMs, releaseAtMs } : null;
}

function readNumber(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function readEntries<T>(value: unknown, read: (entry: unknown) => T | null): Record<string, T> | null {
  const record = plainRecord(value);
  if (record === null) return null;
  const entries: Record<string, T> = Object.create(null);
  for (const [name, entry] of Object.entries(record)) {
    const found = read(entry);
    if (found === null) return null;
    entries[name] = found;
  }
  return entries;
}
