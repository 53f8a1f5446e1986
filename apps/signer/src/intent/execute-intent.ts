// Carries out one typed intent: checks it, reserves an order's budget durably, signs, and hands it to egress.

import type { DenialCode, VenueAnswer } from '@mandato/invest-core/venue/venue-answer';
import type { PlaceOrderIntent, VenueIntent } from '@mandato/invest-core/venue/venue-intent';
import { unreachable } from '@mandato/primitives/invariant';
import { plainRecord } from '../client/plain-record.ts';
import type { SignerLimits } from '../client/signer-options.ts';
import { judgeOrder, quoteOf, spentBy } from '../policy/judge-order.ts';
import type { NonceMemory } from '../policy/nonce-memory.ts';
import type { Reservation } from '../policy/reservation.ts';
import type { Reservations } from '../policy/reservations.ts';
import type { AskEgress } from '../process/egress-line.ts';
import type { EgressOutcome } from '../process/egress-protocol.ts';
import { authorizationOf, forgetCredential } from '../sign/sign-request.ts';
import type { Vault } from '../vault/vault.ts';
import { buildRequest } from './build-request.ts';
import { parseIntent } from './parse-intent.ts';

export interface Execution {
  readonly vault: Vault;
  readonly nonces: NonceMemory;
  readonly reservations: Reservations;
  readonly limits: SignerLimits;
  readonly ask: AskEgress;
  readonly nowMs: () => number;
}

/** Every field of `request` is untrusted. Nothing is signed unless all of it is in order. */
export async function executeIntent(
  execution: Execution,
  request: { readonly credentialId: unknown; readonly intent: unknown; readonly nonce: unknown },
): Promise<VenueAnswer> {
  const { credentialId, nonce } = request;
  const intent = parseIntent(request.intent);
  if (intent === null || typeof credentialId !== 'string' || typeof nonce !== 'string') {
    return denied('intent_malformed');
  }
  if (execution.vault.find(credentialId) === null) return denied('credential_unknown');
  if (!execution.nonces.take(credentialId, nonce)) return denied('intent_malformed');
  const sending = { credentialId, intent, nonce };
  if (!isPlacing(intent)) return signAndSend(execution, sending);
  return placeOrder(execution, { ...sending, intent });
}

interface Sending<Intent extends VenueIntent = VenueIntent> {
  readonly credentialId: string;
  readonly intent: Intent;
  readonly nonce: string;
}

async function placeOrder(execution: Execution, sending: Sending<PlaceOrderIntent>): Promise<VenueAnswer> {
  const { credentialId, intent, nonce } = sending;
  const atMs = execution.nowMs();
  const quote = quoteOf(intent.book);
  const usage = execution.reservations.usageOf(credentialId, quote, atMs);
  const denial = judgeOrder(intent, execution.limits, usage);
  if (denial !== null) return denied(denial);
  const units = spentBy(intent).toString();
  const { orderId } = intent;
  const reservation: Reservation = { kind: 'reserved', credentialId, nonce, orderId, quote, units, atMs };
  try {
    await execution.reservations.reserve(reservation);
  } catch {
    // Nothing was signed: an order that cannot be counted is not sent.
    return { kind: 'not_sent', cause: 'egress_unavailable' };
  }
  const answer = await signAndSend(execution, sending);
  if (isCertainlyWithoutOrder(answer)) execution.reservations.release(reservation);
  return answer;
}

async function signAndSend(execution: Execution, sending: Sending): Promise<VenueAnswer> {
  const stored = execution.vault.find(sending.credentialId);
  const credential = execution.vault.open(sending.credentialId);
  if (stored === null || credential === null) return denied('credential_unknown');
  const request = buildRequest(sending.intent);
  const authorization = authorizationOf(credential, sending.nonce, request);
  forgetCredential(credential);
  return execution.ask({ exchange: stored.owner.exchange, ...request, authorization });
}

function isPlacing(intent: VenueIntent): intent is PlaceOrderIntent {
  return intent.kind === 'place_market_buy' || intent.kind === 'place_limit_order';
}

// Whatever is not clearly a refusal keeps its budget: the order may exist.
function isCertainlyWithoutOrder(answer: EgressOutcome | VenueAnswer): boolean {
  switch (answer.kind) {
    case 'denied':
    case 'not_sent':
      return true;
    case 'lost':
      return false;
    case 'answered': {
      if (answer.status !== 400 && answer.status !== 401) return false;
      const code = plainRecord(plainRecord(parseJson(answer.body))?.['error'])?.['code'];
      const isRefusal = typeof code === 'string' && /^(0[346][0-9]{2}|0201|0202|0213|0215)$/.test(code);
      return isRefusal && !['0356', '0373', '0377', '0378'].includes(code);
    }
    default:
      return unreachable(answer);
  }
}

function denied(code: DenialCode): VenueAnswer {
  return { kind: 'denied', code };
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}
