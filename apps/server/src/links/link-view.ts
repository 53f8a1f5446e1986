// A link as the API shows it: how it stands, what helps, and the evidence for each permission.

import { assessLink, withdrawalProbedAtMs } from '@mandato/invest-core/link/assess-link';
import type { PermissionFinding } from '@mandato/invest-core/link/key-evidence';
import { leakOutlook } from '@mandato/invest-core/link/leak-outlook';
import { type LinkStatus, remedyOf } from '@mandato/invest-core/link/link-status';
import type { LinkStatusView, LinkView } from '../api-contract/link-contract.ts';
import type { links } from '../store/schema/link-schema.ts';
import { probesOf } from './probe-evidence.ts';
import { standingOf } from './standing-of.ts';

export function linkView(link: typeof links.$inferSelect, nowMs: number): LinkView {
  const { linkId, exchange, name, keyHint, fingerprint, verdict } = link;
  const probes = probesOf(link);
  const { permissions } = assessLink(probes);
  const status = standingOf(link, nowMs);
  const leak = leakOutlook(permissions, { isAttested: link.attestedAt !== null });
  return {
    linkId,
    exchange,
    name,
    keyHint,
    fingerprint,
    status: statusView(status),
    remedy: remedyOf(status),
    verdict,
    permissions: permissions.map(({ permission, state, shownBy }) => ({
      permission,
      state,
      evidence: shownBy === null ? null : evidenceView(shownBy),
    })),
    leak: {
      could: leak.could,
      refusedAt: leak.limit.kind === 'shown' ? isoOf(leak.limit.atMs) : null,
      isAdminConfirmed: leak.limit.kind === 'shown' && leak.limit.isAdminConfirmed,
    },
    linkedAt: isoOf(link.linkedAt),
    auditedAt: isoOf(link.auditedAt),
    attestedAt: isoOrNull(link.attestedAt),
    withdrawalsAskedAt: isoOrNull(withdrawalProbedAtMs(probes)),
    frozenSince: isoOrNull(link.frozenAt),
    pausedSince: isoOrNull(link.pausedAt),
    expiresAt: isoOrNull(link.expiresAt),
    isExpiryReported: link.expirySaidBy === 'exchange',
  };
}

function statusView(status: LinkStatus): LinkStatusView {
  return status.kind === 'permissions_missing' ? { ...status, missing: [...status.missing] } : status;
}

function evidenceView({ probe, call, answer, atMs }: NonNullable<PermissionFinding['shownBy']>) {
  const isAnswered = answer.kind === 'answered';
  return {
    probe,
    call,
    status: isAnswered ? answer.status : null,
    code: isAnswered ? answer.code : null,
    cause: isAnswered ? null : answer.cause,
    at: isoOf(atMs),
  };
}

function isoOrNull(atMs: number | null): string | null {
  return atMs === null ? null : isoOf(atMs);
}

function isoOf(atMs: number): string {
  return new Date(atMs).toISOString();
}
