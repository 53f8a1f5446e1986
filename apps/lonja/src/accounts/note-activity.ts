// Writes a line into an account's own security log, which keeps the latest ones.

import type { ActivityKind } from '../api-contract/security-contract.ts';
import type { Device } from './portal-command.ts';
import { activityMax, type PortalAccount } from './portal-state.ts';

/** Stands for the browser of commands from before browsers were noted. */
export const noDevice: Device = { browser: '', address: '' };

/** Notes that `kind` happened; the oldest line falls away when there are too many. */
export function noteActivity(
  account: PortalAccount,
  kind: ActivityKind,
  seen: { readonly atMs: number; readonly device: Device | undefined },
): void {
  account.activity.push({ kind, atMs: seen.atMs, device: seen.device ?? noDevice });
  if (account.activity.length > activityMax) account.activity.shift();
}
