// How a link stands now, from its row: the same answer for pages, plans and orders.

import { assessLink } from '@mandato/invest-core/link/assess-link';
import { type AuditOutcome, type LinkStatus, linkStatus } from '@mandato/invest-core/link/link-status';
import type { links } from '../store/schema/link-schema.ts';
import { probesOf } from './probe-evidence.ts';

type LinkRow = typeof links.$inferSelect;

export function standingOf(link: LinkRow, nowMs: number): LinkStatus {
  const missing =
    link.status === 'permissions_missing'
      ? assessLink(probesOf(link)).permissions.filter(({ state }) => state === 'absent')
      : [];
  return linkStatus(
    {
      audit: outcomeOf(link.status),
      frozenSinceMs: link.frozenAt,
      pausedSinceMs: link.pausedAt,
      expiresAtMs: link.expiresAt,
      // Not being able to withdraw is no lack.
      missing: missing
        .map(({ permission }) => permission)
        .filter((permission) => permission !== 'make_withdrawals'),
    },
    nowMs,
  );
}

/** What the column says of the newest audit. */
export function outcomeOf(status: LinkRow['status']): AuditOutcome {
  if (status === 'active') return { kind: 'fit' };
  return status === 'unreachable' ? { kind: 'silent' } : { kind: 'unfit', cause: status };
}

/** The column for an outcome. */
export function columnOf(outcome: AuditOutcome): LinkRow['status'] {
  switch (outcome.kind) {
    case 'fit':
      return 'active';
    case 'silent':
      return 'unreachable';
    case 'unfit':
      return outcome.cause;
  }
}
