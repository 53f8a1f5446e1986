// Looks again at a linked key, and freezes the link when the key turned out worse than it was.

import {
  assessLink,
  withdrawalProbedAtMs,
  withEarlierWithdrawalProbe,
} from '@mandato/invest-core/link/assess-link';
import { auditOutcome } from '@mandato/invest-core/link/link-status';
import type { AuditFindings, AuditScope } from '@mandato/signer/client/signer-protocol';
import { eq } from 'drizzle-orm';
import { type ActivityCode, recordActivity } from '../activity/record-activity.ts';
import { pausePlansOfLink } from '../plans/halt-plans.ts';
import type { Db } from '../store/database.ts';
import { links } from '../store/schema/link-schema.ts';
import { reportedExpiry } from './key-expiry.ts';
import type { LinkNeeds } from './link-exchange.ts';
import { probesOf } from './probe-evidence.ts';
import { columnOf } from './standing-of.ts';

type LinkRow = typeof links.$inferSelect;
type AuditStatus = LinkRow['status'];

/** A link after its audit. */
export interface Reaudit {
  readonly link: LinkRow;
  /** The auditor's word to the signer; null when the signer has no such key. */
  readonly attestation: string | null;
}

const weekMs = 7 * 24 * 3_600_000;

/** The withdrawal probe is repeated after a week (decisions.md 5), and where it was never answered. */
export function dueScope(link: LinkRow, nowMs: number): AuditScope {
  const askedMs = withdrawalProbedAtMs(probesOf(link));
  return askedMs === null || nowMs - askedMs >= weekMs ? 'full' : 'daily';
}

/**
 * Asks the exchange again and writes down what it says; null without a signer. A link that is worse is frozen in the
 * same transaction, its plans paused, and then the key inside the signer too.
 */
export async function reauditLink(
  needs: LinkNeeds,
  link: LinkRow,
  scope: AuditScope,
): Promise<Reaudit | null> {
  let answer: Awaited<ReturnType<LinkNeeds['signer']['reaudit']>>;
  try {
    answer = await needs.signer.reaudit(link.credentialId, scope);
  } catch (error) {
    needs.log.warn({ linkId: link.linkId, cause: String(error) }, 'the signer could not audit a key again');
    return null;
  }
  const findings = answer.ok ? answer.value : null;
  const after = await needs.db.transaction((tx) => write(tx, needs, { link, findings }));
  if (after === null) return null;
  // Not after a check that was fine: the signer ends a freeze only on the word of an audit that is younger than it.
  if (after.frozenAt !== null && after.status !== 'active') await freezeInSigner(needs, after);
  return { link: after, attestation: findings?.attestation ?? null };
}

/** Has the signer refuse orders for this key as well; what fails is repeated with the next audit. */
export async function freezeInSigner({ signer, log }: LinkNeeds, link: LinkRow): Promise<void> {
  try {
    const frozen = await signer.freeze(link.credentialId);
    if (!frozen.ok) log.warn({ linkId: link.linkId, error: frozen.error }, 'the signer did not freeze a key');
  } catch (error) {
    log.warn({ linkId: link.linkId, cause: String(error) }, 'the signer could not be told to freeze a key');
  }
}

async function write(
  tx: Db,
  needs: LinkNeeds,
  of: { readonly link: LinkRow; readonly findings: AuditFindings | null },
): Promise<LinkRow | null> {
  const { linkId, credentialId, fingerprint } = of.link;
  const [present] = await tx.select().from(links).where(eq(links.linkId, linkId)).for('update');
  // Removed, or another key by now: what was found is not about it.
  const isSame = present?.credentialId === credentialId && present.fingerprint === fingerprint;
  if (present === undefined || !isSame) return present ?? null;
  const auditedAt = needs.wall.nowMs();
  const judged = judge(present, of.findings, auditedAt);
  const isWorse = judged.status !== 'active' && judged.status !== 'unreachable';
  const next = {
    ...present,
    ...judged,
    ...reportedExpiry(present, of.findings),
    auditedAt,
    frozenAt: present.frozenAt ?? (isWorse ? auditedAt : null),
  };
  await tx.update(links).set(next).where(eq(links.linkId, linkId));
  const isNewlyFrozen = present.frozenAt === null && next.frozenAt !== null;
  if (isNewlyFrozen) await pausePlansOfLink(tx, { linkId, atMs: needs.market.nowMs() }, 'link_not_usable');
  const code = isNewlyFrozen ? 'link_frozen' : changeOf(present.status, next.status);
  if (code !== null) {
    await recordActivity(tx, {
      userId: present.userId,
      atMs: auditedAt,
      code,
      details: {
        name: present.name,
        exchange: present.exchange,
        status: next.status,
        before: present.status,
        verdict: next.verdict,
      },
      linkId,
    });
  }
  return next;
}

type Judged = Pick<LinkRow, 'status' | 'verdict' | 'probes' | 'account'>;

function judge(link: LinkRow, findings: AuditFindings | null, nowMs: number): Judged {
  const { probes: earlier, verdict: before, status: statusBefore } = link;
  // The signer has no such credential: whatever the exchange would say, nothing can be signed.
  if (findings === null) {
    return { status: 'invalid', verdict: 'INSUFFICIENT', probes: earlier, account: link.account };
  }
  const probes = withEarlierWithdrawalProbe(findings.probes, probesOf(link), nowMs);
  const { refusal, verdict } = assessLink(probes);
  const outcome = auditOutcome(refusal);
  const account = findings.account ?? link.account;
  // A race with another request of the same key: neither the answers nor the status are news.
  if (outcome === null) return { status: statusBefore, verdict: before, probes: earlier, account };
  // Silence is no evidence: what was shown before stays shown, only the status says that nothing answered.
  if (outcome.kind === 'silent') {
    const status = statusBefore === 'active' ? 'unreachable' : statusBefore;
    return { status, verdict: before, probes: earlier, account };
  }
  return { status: columnOf(outcome), verdict, probes, account };
}

/** What a person is told besides a freeze: being out of reach for a while is neither worse nor better. */
function changeOf(before: AuditStatus, now: AuditStatus): ActivityCode | null {
  if (before === now || now === 'unreachable') return null;
  if (now !== 'active') return 'link_worsened';
  return before === 'unreachable' ? null : 'link_recovered';
}
