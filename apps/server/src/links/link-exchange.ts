// Links an exchange account: nothing is kept anywhere until the evidence shows that the key cannot withdraw.

import { randomBytes } from 'node:crypto';
import type { LinkVerdict } from '@mandato/invest-core/link/judge-permissions';
import type { LinkRefusal } from '@mandato/invest-core/link/key-evidence';
import { base32Lower } from '@mandato/primitives/base32';
import type { Clock } from '@mandato/primitives/ports';
import { err, ok, type Result } from '@mandato/primitives/result';
import type {
  CredentialError,
  KeyAudit,
  SealedCredential,
  SignerClient,
  SignerPolicyClient,
} from '@mandato/signer/client/signer-protocol';
import { recordActivity } from '../activity/record-activity.ts';
import type { StepUpError } from '../step-up/step-up.ts';
import type { StepUp } from '../step-up/step-up-of-call.ts';
import type { Db } from '../store/database.ts';
import { isUniqueViolation } from '../store/database-error.ts';
import { links } from '../store/schema/link-schema.ts';
import { auditSealed } from './audit-sealed.ts';
import type { CheckSteps } from './check-steps.ts';
import { expiryColumns } from './key-expiry.ts';
import type { OfferedExchange, OfferedExchanges } from './offered-exchanges.ts';
import { orUnavailable } from './or-unavailable.ts';

/** Why an account is not linked, in order of precedence. */
export type LinkError =
  | 'exchange_not_offered'
  | 'link_name_malformed'
  | 'signer_unavailable'
  | CredentialError
  | LinkRefusal
  | StepUpError
  | 'step_up_needed';

/** What links ask of the signer: its one-shot audits, its vault, and the freeze inside it. */
export type LinkSigner = SignerClient & Pick<SignerPolicyClient, 'freeze' | 'unfreeze' | 'replace'>;

export interface LinkNeeds {
  readonly db: Db;
  readonly signer: LinkSigner;
  readonly exchanges: OfferedExchanges;
  readonly wall: Clock;
  /** The clock that plans go by. */
  readonly market: Clock;
  readonly log: LinkLog;
}

export interface LinkLog {
  warn(details: object, message: string): void;
}

export interface LinkRequest {
  readonly userId: string;
  readonly exchange: OfferedExchange['exchange'];
  readonly name: string;
  readonly key: OfferedKey;
}

/** A key that a person hands over. */
export interface OfferedKey {
  /** Sealed in the browser to the signer; unreadable here. */
  readonly sealed: SealedCredential;
  /** The person saw in the exchange's list that the key has neither withdrawals nor security actions. */
  readonly isAttested: boolean;
  /** When the person says that the key ends; null when they said nothing. */
  readonly expiresAtMs: number | null;
  /** The person's fresh proof, asked for once the key is found fit and before anything is stored. */
  readonly stepUp: StepUp;
  /** Where the steps of the check are told while it runs. */
  readonly steps: CheckSteps;
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
  const { userId, exchange, key } = request;
  if (!needs.exchanges.some((offered) => offered.exchange === exchange)) return err('exchange_not_offered');
  if (/\p{Cc}/u.test(request.name)) return err('link_name_malformed');
  const owner = { userId, linkId: `link_${base32Lower(randomBytes(16))}`, exchange };
  const audited = await auditSealed(needs, { owner, key });
  if (!audited.ok) return audited;
  const { audit, verdict } = audited.value;
  const granted = await key.stepUp.grant();
  if (!granted.ok) return granted;
  key.steps.tell({ kind: 'confirmed' });
  const { attestation } = audit;
  const stored = await orUnavailable(() => needs.signer.store({ owner, sealed: key.sealed, attestation }));
  if (!stored.ok) return stored;
  const { credentialId } = stored.value;
  const nowMs = needs.wall.nowMs();
  const row = rowOf({ request, linkId: owner.linkId, credentialId, audit, verdict, nowMs });
  const written = await writeLink(needs.db, row, key.stepUp);
  if (written === 'written') {
    key.steps.tell({ kind: 'stored' });
    return ok(row);
  }
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
        details: {
          exchange: row.exchange,
          name: row.name,
          keyHint: row.keyHint,
          verdict: row.verdict,
          // What the person said of the exchange's list, and when.
          attestedAt: new Date(row.attestedAt ?? 0).toISOString(),
        },
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
  readonly audit: KeyAudit;
  readonly verdict: LinkVerdict;
  readonly nowMs: number;
}): LinkRow {
  const { userId, exchange, name } = of.request;
  const { face, probes, account } = of.audit;
  return {
    linkId: of.linkId,
    userId,
    exchange,
    name: name === '' ? `…${face.keyHint}` : name,
    credentialId: of.credentialId,
    ...face,
    status: 'active',
    verdict: of.verdict,
    probes,
    account,
    linkedAt: of.nowMs,
    auditedAt: of.nowMs,
    attestedAt: of.nowMs,
    frozenAt: null,
    pausedAt: null,
    ...expiryColumns({ reportedMs: of.audit.expiresAtMs, statedMs: of.request.key.expiresAtMs }, of.nowMs),
  };
}

/** Whether the key itself was looked at and found wanting; a typing error is no event of the account. */
export function wasJudged(error: LinkError): boolean {
  const notJudged: readonly LinkError[] = [
    'exchange_not_offered',
    'link_name_malformed',
    'signer_unavailable',
    'sealed_for_another_key',
    'sealed_unreadable',
    'credential_malformed',
    'credential_swapped',
    'key_list_not_confirmed',
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
