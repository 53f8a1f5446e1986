// Looks again at a linked key: daily, after a refusal of the exchange, and whenever a person asks.

import { assessLink, withEarlierWithdrawalProbe } from '@mandato/invest-core/link/assess-link';
import type { LinkRefusal, ProbeEvidence } from '@mandato/invest-core/link/key-evidence';
import { eq } from 'drizzle-orm';
import { recordActivity } from '../activity/record-activity.ts';
import { links } from '../store/schema/link-schema.ts';
import type { LinkNeeds } from './link-exchange.ts';
import { probesOf } from './probe-evidence.ts';

type LinkRow = typeof links.$inferSelect;
type LinkStatus = LinkRow['status'];

/** Asks the exchange again and writes down what it says; answers the link as it is now, or null without a signer. */
export async function reauditLink(needs: LinkNeeds, link: LinkRow): Promise<LinkRow | null> {
  const findings = await ask(needs, link);
  if (findings === null) return null;
  const next = { ...link, ...findings, auditedAt: needs.wall.nowMs() };
  await needs.db.transaction(async (tx) => {
    const { status, verdict, probes, auditedAt } = next;
    await tx.update(links).set({ status, verdict, probes, auditedAt }).where(eq(links.linkId, link.linkId));
    const code = changeOf(link.status, next.status);
    if (code === null) return;
    await recordActivity(tx, {
      userId: link.userId,
      atMs: auditedAt,
      code,
      details: { name: link.name, exchange: link.exchange, status, before: link.status },
      linkId: link.linkId,
    });
  });
  return next;
}

type Findings = Pick<LinkRow, 'status' | 'verdict' | 'probes'>;

async function ask(needs: LinkNeeds, link: LinkRow): Promise<Findings | null> {
  let answer: Awaited<ReturnType<LinkNeeds['signer']['reaudit']>>;
  try {
    answer = await needs.signer.reaudit(link.credentialId);
  } catch (error) {
    needs.log.warn({ linkId: link.linkId, cause: String(error) }, 'the signer could not audit a key again');
    return null;
  }
  // The signer has no such credential: whatever the exchange would say, nothing can be signed.
  if (!answer.ok) return { status: 'invalid', verdict: 'INSUFFICIENT', probes: link.probes };
  return judge(link, answer.value.probes);
}

function judge(link: LinkRow, fresh: readonly ProbeEvidence[]): Findings {
  const earlier = probesOf(link);
  const probes = withEarlierWithdrawalProbe(fresh, earlier);
  const { refusal, verdict } = assessLink(probes);
  const status = statusOf(refusal, link.status);
  // Silence is no evidence: what was shown before stays shown, only the status says that nothing answered.
  if (status === 'unreachable') return { status, verdict: link.verdict, probes: link.probes };
  return { status, verdict, probes };
}

function statusOf(refusal: LinkRefusal | null, before: LinkStatus): LinkStatus {
  switch (refusal) {
    case null:
      return 'active';
    case 'exchange_unreachable':
      return 'unreachable';
    case 'nonce_refused':
      // A race with another request of the same key says nothing about the key.
      return before;
    case 'address_not_allowed':
      return 'address_not_allowed';
    case 'withdrawal_allowed':
    case 'withdrawal_not_excluded':
      return 'withdrawal_enabled';
    case 'place_orders_missing':
    case 'view_balances_missing':
    case 'view_account_missing':
      return 'permissions_missing';
    case 'key_unknown_or_revoked':
    case 'signature_wrong':
    case 'key_inactive':
    case 'account_restricted':
      return 'invalid';
  }
}

/** What a person is told: being out of reach for a while is neither worse nor better. */
function changeOf(before: LinkStatus, now: LinkStatus): 'link_worsened' | 'link_recovered' | null {
  if (before === now || now === 'unreachable') return null;
  if (now !== 'active') return 'link_worsened';
  return before === 'unreachable' ? null : 'link_recovered';
}
