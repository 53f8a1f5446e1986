// Ends a freeze: only with a full check that is fine again, and only when the person says so with a fresh code.

import { err, ok, type Result } from '@mandato/primitives/result';
import { eq } from 'drizzle-orm';
import { recordActivity } from '../activity/record-activity.ts';
import { resumePlansOfLink } from '../plans/halt-plans.ts';
import type { StepUpError } from '../step-up/step-up.ts';
import type { StepUp } from '../step-up/step-up-of-call.ts';
import { links } from '../store/schema/link-schema.ts';
import type { LinkNeeds } from './link-exchange.ts';
import { ownLink } from './own-link.ts';
import { freezeInSigner, reauditLink } from './reaudit-link.ts';

type LinkRow = typeof links.$inferSelect;

/** Why a link stays frozen, in order of precedence. */
export type ReleaseError =
  | 'link_unknown'
  | 'signer_unavailable'
  | 'exchange_unreachable'
  /** The check is still not fine; the link's status says why. */
  | 'link_still_unfit'
  | StepUpError
  | 'step_up_needed';

export async function releaseLink(
  needs: LinkNeeds,
  of: { readonly userId: string; readonly linkId: string; readonly stepUp: StepUp },
): Promise<Result<LinkRow, ReleaseError>> {
  const found = await ownLink(needs.db, of);
  if (found === null) return err('link_unknown');
  if (found.frozenAt === null) return ok(found);
  const audited = await reauditLink(needs, found, 'full');
  if (audited === null || audited.attestation === null) return err('signer_unavailable');
  const { link, attestation } = audited;
  if (link.status === 'unreachable') return err('exchange_unreachable');
  if (link.status !== 'active') return err('link_still_unfit');
  const granted = await of.stepUp.grant();
  if (!granted.ok) return granted;
  const { credentialId } = link;
  // The signer first, with the auditor's own word: until the rows say so too, nothing is sent anyway.
  if (!(await unfreeze(needs, { credentialId, attestation }))) return err('signer_unavailable');
  const released = await write(needs, link, of.stepUp);
  if (released !== null) return ok(released);
  await freezeInSigner(needs, link);
  return err('step_up_needed');
}

async function unfreeze(
  { signer, log }: LinkNeeds,
  of: { readonly credentialId: string; readonly attestation: string },
): Promise<boolean> {
  try {
    const answer = await signer.unfreeze({ ...of, stepUp: null });
    if (!answer.ok) log.warn({ error: answer.error }, 'the signer did not end a freeze');
    return answer.ok;
  } catch {
    return false;
  }
}

function write(needs: LinkNeeds, link: LinkRow, stepUp: StepUp): Promise<LinkRow | null> {
  const { linkId, userId, exchange, name } = link;
  return needs.db.transaction(async (tx) => {
    if (!(await stepUp.consume(tx))) return null;
    await tx.update(links).set({ frozenAt: null }).where(eq(links.linkId, linkId));
    const details = { exchange, name };
    const atMs = needs.wall.nowMs();
    await recordActivity(tx, { userId, atMs, code: 'link_released', details, linkId });
    if (link.pausedAt === null) {
      await resumePlansOfLink(tx, { linkId, atMs: needs.market.nowMs() });
    }
    return { ...link, frozenAt: null };
  });
}
