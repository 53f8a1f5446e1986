// Reads the evidence of an audit from the store, and shows it as the API does.

import { assessLink } from '@mandato/invest-core/link/assess-link';
import type { PermissionFinding, ProbeEvidence } from '@mandato/invest-core/link/key-evidence';
import * as z from 'zod';
import type { LinkView, PermissionView } from '../api-contract/link-contract.ts';
import type { links } from '../store/schema/link-schema.ts';

const probesSchema: z.ZodType<readonly ProbeEvidence[]> = z.array(
  z.object({
    probe: z.enum([
      'read_balance',
      'read_account',
      'read_open_orders',
      'cancel_unknown_order',
      'place_empty_order',
      'withdraw_nothing',
    ]),
    call: z.string(),
    answer: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('answered'), status: z.number(), code: z.string().nullable() }),
      z.object({ kind: z.literal('unanswered'), cause: z.string() }),
    ]),
    atMs: z.number(),
  }),
);

/** The probes of a link's newest audit. */
export function probesOf(link: typeof links.$inferSelect): readonly ProbeEvidence[] {
  return probesSchema.parse(link.probes);
}

/** A link as a person may see it. */
export function linkView(link: typeof links.$inferSelect): LinkView {
  const { linkId, exchange, name, keyHint, fingerprint, status, verdict } = link;
  return {
    linkId,
    exchange,
    name,
    keyHint,
    fingerprint,
    status,
    verdict,
    permissions: permissionViews(probesOf(link)),
    linkedAt: new Date(link.linkedAt).toISOString(),
    auditedAt: new Date(link.auditedAt).toISOString(),
  };
}

/** What the probes show about each permission. */
export function permissionViews(probes: readonly ProbeEvidence[]): PermissionView[] {
  return assessLink(probes).permissions.map(({ permission, state, shownBy }) => ({
    permission,
    state,
    evidence: shownBy === null ? null : evidenceView(shownBy),
  }));
}

function evidenceView({ probe, call, answer, atMs }: NonNullable<PermissionFinding['shownBy']>) {
  const isAnswered = answer.kind === 'answered';
  return {
    probe,
    call,
    status: isAnswered ? answer.status : null,
    code: isAnswered ? answer.code : null,
    cause: isAnswered ? null : answer.cause,
    at: new Date(atMs).toISOString(),
  };
}
