// Has a sealed key audited and judges it: the same for a new link and for a key that takes another's place.

import { assessLink } from '@mandato/invest-core/link/assess-link';
import type { LinkVerdict } from '@mandato/invest-core/link/judge-permissions';
import type { LinkRefusal } from '@mandato/invest-core/link/key-evidence';
import { err, ok, type Result } from '@mandato/primitives/result';
import type { CredentialError, CredentialOwner, KeyAudit } from '@mandato/signer/client/signer-protocol';
import type { LinkNeeds, OfferedKey } from './link-exchange.ts';
import { orUnavailable } from './or-unavailable.ts';

export interface SealedAudit {
  readonly audit: KeyAudit;
  readonly verdict: LinkVerdict;
}

/** A key that may be used, with its evidence; or why not. Nothing is kept anywhere. */
export async function auditSealed(
  needs: LinkNeeds,
  of: { readonly owner: CredentialOwner; readonly key: OfferedKey },
): Promise<Result<SealedAudit, CredentialError | LinkRefusal | 'signer_unavailable'>> {
  const { owner, key } = of;
  // The page asks for the tick first; whoever calls without it has confirmed nothing.
  if (!key.isAttested) return err('key_list_not_confirmed');
  const { sealed, steps } = key;
  const onStep = steps.tell;
  const audit = await orUnavailable(() => needs.signer.audit({ owner, sealed, onStep }));
  if (!audit.ok) return audit;
  const { refusal, verdict } = assessLink(audit.value.probes);
  steps.tell({ kind: 'judged', isFit: refusal === null });
  return refusal === null ? ok({ audit: audit.value, verdict }) : err(refusal);
}
