// Sends the probes one after another and writes down what came back; judges nothing, and stops when nothing more can be learnt.

import { randomInt } from 'node:crypto';
import type { ProbeEvidence } from '@mandato/invest-core/link/key-evidence';
import { plainRecord } from '../client/plain-record.ts';
import type { AuditStep, ExchangeId } from '../client/signer-protocol.ts';
import type { AskEgress } from '../process/egress-line.ts';
import type { EgressOutcome } from '../process/egress-protocol.ts';
import { authorizationOf, type OpenCredential } from '../sign/sign-request.ts';
import type { Probe } from './probes.ts';

/** Answers that say the key, the address, the clock or the account is at fault: every further probe would say the same. */
const basicCauses = ['0201', '0206', '0207', '0208', '0213', '0215', '0216', '0326'];
const retryPauseMs = 400;

/** What the probes came to, and whose account the exchange said that it is: the auditor's alone to know. */
export interface ProbeRun {
  readonly probes: readonly ProbeEvidence[];
  readonly clientId: string | null;
}

/** Sends `probes` in order; each is answered, or the reason why not is noted. */
export async function runProbes(audit: {
  readonly exchange: ExchangeId;
  readonly credential: OpenCredential;
  readonly probes: readonly Probe[];
  readonly ask: AskEgress;
  readonly onStep?: (step: AuditStep) => void;
}): Promise<ProbeRun> {
  let clientId: string | null = null;
  const evidence: ProbeEvidence[] = [];
  const nonces = nonceSource();
  for (const probe of audit.probes) {
    const send = () =>
      audit.ask({
        exchange: audit.exchange,
        ...probe.request,
        authorization: authorizationOf(audit.credential, nonces.next(), probe.request),
      });
    audit.onStep?.({ kind: 'asking', probe: probe.name });
    let outcome = await send();
    nonces.follow(outcome);
    if (probe.name !== 'withdraw_nothing' && deservesRetry(outcome)) {
      await new Promise((resolve) => setTimeout(resolve, retryPauseMs));
      outcome = await send();
    }
    const found = evidenceOf(probe, outcome);
    evidence.push(found);
    audit.onStep?.({ kind: 'answered', evidence: found });
    if (probe.name === 'read_account') clientId = clientIdIn(outcome);
    if (endsAudit(found)) break;
  }
  return { probes: evidence, clientId };
}

// Sixteen digits would do; nineteen is the form Bitso recommends: epoch milliseconds and six more digits.
function nonceSource(): { next(): string; follow(outcome: EgressOutcome): void } {
  let salt = randomInt(0, 500_000);
  let offsetMs = 0;
  return {
    next() {
      salt += 1;
      return `${Date.now() + offsetMs}${String(salt).padStart(6, '0')}`;
    },
    // An exchange that refuses the nonce tells its own time in the same answer.
    follow(outcome) {
      if (outcome.kind !== 'answered' || codeOf(outcome.body) !== '0207' || outcome.date === null) return;
      const dateMs = Date.parse(outcome.date);
      if (Number.isFinite(dateMs)) offsetMs = dateMs - Date.now();
    },
  };
}

function deservesRetry(outcome: EgressOutcome): boolean {
  if (outcome.kind === 'lost') return outcome.cause !== 'timeout';
  if (outcome.kind === 'not_sent') return false;
  return outcome.status >= 500 || codeOf(outcome.body) === '0207';
}

function evidenceOf(probe: Probe, outcome: EgressOutcome): ProbeEvidence {
  const { method, target, body } = probe.request;
  return {
    probe: probe.name,
    call: body === '' ? `${method} ${target}` : `${method} ${target} ${body}`,
    answer:
      outcome.kind === 'answered'
        ? { kind: 'answered', status: outcome.status, code: codeOf(outcome.body) }
        : { kind: 'unanswered', cause: outcome.cause },
    atMs: Date.now(),
  };
}

function endsAudit({ answer }: ProbeEvidence): boolean {
  return answer.kind === 'unanswered' || (answer.code !== null && basicCauses.includes(answer.code));
}

/** `client_id` of `GET /account_status` (bitso-api 8): which account the key belongs to. */
function clientIdIn(outcome: EgressOutcome): string | null {
  if (outcome.kind !== 'answered' || outcome.status !== 200) return null;
  const id = plainRecord(plainRecord(parseJson(outcome.body))?.['payload'])?.['client_id'];
  if (typeof id === 'number') return String(id);
  return typeof id === 'string' && id !== '' && id.length <= 100 ? id : null;
}

function codeOf(body: string): string | null {
  const code = plainRecord(plainRecord(parseJson(body))?.['error'])?.['code'];
  if (typeof code === 'number') return String(code).padStart(4, '0');
  return typeof code === 'string' && /^[0-9]{1,8}$/.test(code) ? code : null;
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}
