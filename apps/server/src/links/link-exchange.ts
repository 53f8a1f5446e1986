// Links an exchange account: nothing is kept anywhere until the evidence shows that the key cannot withdraw.

import { randomBytes } from 'node:crypto';
import { assessLink } from '@mandato/invest-core/link/assess-link';
import type { LinkRefusal } from '@mandato/invest-core/link/key-evidence';
import { base32Lower } from '@mandato/primitives/base32';
import type { Clock } from '@mandato/primitives/ports';
import { err, ok, type Result } from '@mandato/primitives/result';
import type {
  CredentialError,
  KeyAudit,
  KeyFace,
  SealedCredential,
  SignerClient,
} from '@mandato/signer/client/signer-protocol';
import { recordActivity } from '../activity/record-activity.ts';
import type { StepUpError } from '../step-up/step-up.ts';
import type { StepUp } from '../step-up/step-up-of-call.ts';
import type { Db } from '../store/database.ts';
import { isUniqueViolation } from '../store/database-error.ts';
import { links } from '../store/schema/link-schema.ts';
import type { OfferedExchange, OfferedExchanges } from './offered-exchanges.ts';

/** Why an account is not linked, in order of precedence. */
export type LinkError =
  | 'exchange_not_offered'
  | 'link_name_malformed'
  | 'signer_unavailable'
  | CredentialError
  | LinkRefusal
  | StepUpError
  | 'step_up_needed';

export interface LinkNeeds {
  readonly db: Db;
  readonly signer: SignerClient;
  readonly exchanges: OfferedExchanges;
  readonly wall: Clock;
  readonly log: LinkLog;
}

export interface LinkLog {
  warn(details: object, message: string): void;
}

export interface LinkRequest {
  readonly userId: string;
  readonly exchange: OfferedExchange['exchange'];
  readonly name: string;
  /** Sealed in the browser to the signer; unreadable here. */
  readonly sealed: SealedCredential;
  /** The person's fresh proof, asked for once the key is found fit and before anything is stored. */
  readonly stepUp: StepUp;
}

type LinkRow = typeof links.$inferSelect;

/** Audits the sealed key, judges the evidence, and only then has it stored and the link written down. */
export async function linkExchange(
  needs: LinkNeeds,
  request: LinkRequest,
): Promise<Result<LinkRow, LinkError>> {
  const linked = await tryToLink(needs, request);
  if (!linked.ok && wasJudged(linked.error)) {
    const line = {
      userId: request.userId,
      atMs: needs.wall.nowMs(),
      code: 'link_refused',
      details: { exchange: request.exchange, reason: linked.error },
    } as const;
    await needs.db.transaction((tx) => recordActivity(tx, line));
  }
  return linked;
}

async function tryToLink(needs: LinkNeeds, request: LinkRequest): Promise<Result<LinkRow, LinkError>> {
  const { userId, exchange, sealed } = request;
  if (!needs.exchanges.some((offered) => offered.exchange === exchange)) return err('exchange_not_offered');
  if (/\p{Cc}/u.test(request.name)) return err('link_name_malformed');
  const owner = { userId, linkId: `link_${base32Lower(randomBytes(16))}`, exchange };
  const audit = await orUnavailable(() => needs.signer.audit({ owner, sealed }));
  if (!audit.ok) return audit;
  const assessment = assessLink(audit.value.probes);
  if (assessment.refusal !== null) return err(assessment.refusal);
  const granted = await request.stepUp.grant();
  if (!granted.ok) return granted;
  const { attestation } = audit.value;
  const stored = await orUnavailable(() => needs.signer.store({ owner, sealed, attestation }));
  if (!stored.ok) return stored;
  const { credentialId, face } = stored.value;
  const row = rowOf({
    request,
    linkId: owner.linkId,
    credentialId,
    face,
    audit: audit.value,
    nowMs: needs.wall.nowMs(),
  });
  const written = await writeLink(needs.db, row, request.stepUp);
  if (written === 'written') return ok(row);
  // Nothing refers to the credential: the signer forgets it now, or at the next start if this is not reached.
  await needs.signer.forget(credentialId);
  return err(written);
}

async function writeLink(
  db: Db,
  row: LinkRow,
  stepUp: StepUp,
): Promise<'written' | 'credential_already_stored' | 'step_up_needed'> {
  try {
    return await db.transaction(async (tx) => {
      if (!(await stepUp.consume(tx))) return 'step_up_needed';
      await tx.insert(links).values(row);
      await recordActivity(tx, {
        userId: row.userId,
        atMs: row.linkedAt,
        code: 'link_created',
        details: { exchange: row.exchange, name: row.name, keyHint: row.keyHint },
        linkId: row.linkId,
      });
      return 'written';
    });
  } catch (error) {
    if (isUniqueViolation(error, 'links_one_per_key')) return 'credential_already_stored';
    throw error;
  }
}

function rowOf(of: {
  readonly request: LinkRequest;
  readonly linkId: string;
  readonly credentialId: string;
  readonly face: KeyFace;
  readonly audit: KeyAudit;
  readonly nowMs: number;
}): LinkRow {
  const { userId, exchange, name } = of.request;
  return {
    linkId: of.linkId,
    userId,
    exchange,
    name: name === '' ? `…${of.face.keyHint}` : name,
    credentialId: of.credentialId,
    keyHint: of.face.keyHint,
    fingerprint: of.face.fingerprint,
    status: 'active',
    verdict: 'PROBED',
    probes: of.audit.probes,
    linkedAt: of.nowMs,
    auditedAt: of.nowMs,
  };
}

/** A signer that is not there is an answer like any other. */
async function orUnavailable<T, E>(
  ask: () => Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }>,
): Promise<Result<T, E | 'signer_unavailable'>> {
  try {
    return await ask();
  } catch {
    return err('signer_unavailable');
  }
}

/** Whether the key itself was looked at and found wanting; a typing error is no event of the account. */
function wasJudged(error: LinkError): boolean {
  const notJudged: readonly LinkError[] = [
    'exchange_not_offered',
    'link_name_malformed',
    'signer_unavailable',
    'sealed_for_another_key',
    'sealed_unreadable',
    'credential_malformed',
    'credential_swapped',
    'too_many_tries',
    'session_expired',
    'password_wrong',
    'enrolment_not_started',
    'code_malformed',
    'code_wrong',
    'code_used',
    'step_up_needed',
  ];
  return !notJudged.includes(error);
}
