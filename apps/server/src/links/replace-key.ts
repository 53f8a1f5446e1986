// Puts another key in the place of a link's present one: same link, same account, and its plans go on.

import type { LinkVerdict } from '@mandato/invest-core/link/judge-permissions';
import { err, ok, type Result } from '@mandato/primitives/result';
import type { KeyAudit, KeyFace } from '@mandato/signer/client/signer-protocol';
import { eq } from 'drizzle-orm';
import { recordActivity } from '../activity/record-activity.ts';
import { resumePlansOfLink } from '../plans/halt-plans.ts';
import { links } from '../store/schema/link-schema.ts';
import { auditSealed } from './audit-sealed.ts';
import { expiryColumns } from './key-expiry.ts';
import { type LinkError, type LinkNeeds, type OfferedKey, wasJudged } from './link-exchange.ts';
import { orUnavailable } from './or-unavailable.ts';
import { ownLink } from './own-link.ts';

type LinkRow = typeof links.$inferSelect;

/** Why the present key stays, in order of precedence. */
export type ReplaceError =
  | 'link_unknown'
  | Exclude<LinkError, 'exchange_not_offered' | 'link_name_malformed'>;

export interface ReplaceRequest {
  readonly userId: string;
  readonly linkId: string;
  readonly key: OfferedKey;
}

/**
 * Audits the new key first, checks that it belongs to the same account, and only then has the signer replace and
 * forget the old one. A freeze ends with the key that it was for.
 */
export async function replaceKey(
  needs: LinkNeeds,
  request: ReplaceRequest,
): Promise<Result<LinkRow, ReplaceError>> {
  const link = await ownLink(needs.db, request);
  if (link === null) return err('link_unknown');
  const replaced = await tryToReplace(needs, link, request.key);
  if (!replaced.ok && replaced.error !== 'link_unknown' && wasJudged(replaced.error)) {
    const { userId, exchange, name, linkId } = link;
    const details = { exchange, name, reason: replaced.error };
    const line = { userId, atMs: needs.wall.nowMs(), code: 'link_refused', details, linkId } as const;
    await needs.db.transaction((tx) => recordActivity(tx, line));
  }
  return replaced;
}

async function tryToReplace(
  needs: LinkNeeds,
  link: LinkRow,
  key: OfferedKey,
): Promise<Result<LinkRow, ReplaceError>> {
  const { userId, linkId, exchange, credentialId } = link;
  const owner = { userId, linkId, exchange };
  const audited = await auditSealed(needs, { owner, key });
  if (!audited.ok) return audited;
  const { audit, verdict } = audited.value;
  // An account that was not named is not known to be the same.
  if (audit.account === null || audit.account !== link.account) return err('account_differs');
  const granted = await key.stepUp.grant();
  if (!granted.ok) return granted;
  // Used up before the signer changes anything: what a crash in between leaves is repaired at the next start.
  if (!(await needs.db.transaction((tx) => key.stepUp.consume(tx)))) return err('step_up_needed');
  key.steps.tell({ kind: 'confirmed' });
  const { sealed } = key;
  const { attestation } = audit;
  const replaced = await orUnavailable(() =>
    needs.signer.replace({ credentialId, owner, sealed, attestation }),
  );
  if (!replaced.ok) {
    return err(replaced.error === 'credential_unknown' ? 'storage_failed' : replaced.error);
  }
  if (link.frozenAt !== null) await releaseInSigner(needs, { credentialId, attestation });
  const next = await writeReplaced(needs, {
    link,
    audit,
    verdict,
    face: replaced.value.face,
    expiresAtMs: key.expiresAtMs,
  });
  key.steps.tell({ kind: 'stored' });
  return ok(next);
}

/** The same key pasted again is the one that was frozen; another begins without a freeze. */
async function releaseInSigner(
  { signer, log }: LinkNeeds,
  of: { readonly credentialId: string; readonly attestation: string },
): Promise<void> {
  try {
    await signer.unfreeze({ ...of, stepUp: null });
  } catch (error) {
    log.warn({ cause: String(error) }, 'the signer could not be told that a replaced key is not frozen');
  }
}

async function writeReplaced(
  needs: LinkNeeds,
  of: {
    readonly link: LinkRow;
    readonly audit: KeyAudit;
    readonly verdict: LinkVerdict;
    readonly face: KeyFace;
    readonly expiresAtMs: number | null;
  },
): Promise<LinkRow> {
  const { link, audit, verdict, face } = of;
  const nowMs = needs.wall.nowMs();
  const next: LinkRow = {
    ...link,
    ...face,
    status: 'active',
    verdict,
    probes: audit.probes,
    account: audit.account,
    auditedAt: nowMs,
    attestedAt: nowMs,
    frozenAt: null,
    ...expiryColumns({ reportedMs: audit.expiresAtMs, statedMs: of.expiresAtMs }, nowMs),
  };
  const { linkId, name, exchange, userId } = link;
  await needs.db.transaction(async (tx) => {
    await tx.update(links).set(next).where(eq(links.linkId, linkId));
    await recordActivity(tx, {
      userId,
      atMs: nowMs,
      code: 'link_key_replaced',
      details: { exchange, name, keyHint: face.keyHint, before: link.keyHint, verdict },
      linkId,
    });
    // One that the person paused stays paused.
    if (next.pausedAt === null) {
      await resumePlansOfLink(tx, { linkId, atMs: needs.market.nowMs() });
    }
  });
  return next;
}
