// Carries out one typed intent: checks it, reserves an order's budget durably, signs, and hands it to egress.

import type { DenialCode, VenueAnswer } from '@mandato/invest-core/venue/venue-answer';
import type { PlaceOrderIntent, VenueIntent } from '@mandato/invest-core/venue/venue-intent';
import { unreachable } from '@mandato/primitives/invariant';
import { plainRecord } from '../client/plain-record.ts';
import type { SignerLimits } from '../client/signer-options.ts';
import type { StoredCredential } from '../client/signer-protocol.ts';
import { tighterLimits } from '../policy/change-limits.ts';
import { judgeOrder, quoteOf, spentBy } from '../policy/judge-order.ts';
import { judgePrice, type PublicPrice } from '../policy/judge-price.ts';
import type { NonceMemory } from '../policy/nonce-memory.ts';
import type { PublicPrices } from '../policy/public-prices.ts';
import type { Reservation } from '../policy/reservation.ts';
import type { Reservations } from '../policy/reservations.ts';
import type { AskEgress } from '../process/egress-line.ts';
import type { EgressOutcome } from '../process/egress-protocol.ts';
import { authorizationOf, forgetCredential, type UnsignedRequest } from '../sign/sign-request.ts';
import type { Vault } from '../vault/vault.ts';
import { buildRequest } from './build-request.ts';
import { parseIntent } from './parse-intent.ts';

export interface Execution {
  readonly vault: Vault;
  readonly nonces: NonceMemory;
  readonly reservations: Reservations;
  readonly prices: PublicPrices;
  /** Bounds of the installation. */
  readonly limits: SignerLimits;
  /** What holds for one key at this moment. */
  readonly rules: (fingerprint: string) => KeyRules;
  readonly ask: AskEgress;
  readonly nowMs: () => number;
}

export interface KeyRules {
  readonly isKilled: boolean;
  readonly isFrozen: boolean;
  readonly limits: SignerLimits | null;
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
  const stored = execution.vault.find(credentialId);
  if (stored === null) return denied('credential_unknown');
  if (!execution.nonces.take(stored.face.fingerprint, nonce)) return denied('intent_malformed');
  const sending = { stored, intent, nonce };
  if (!isPlacing(intent)) return signAndSend(execution, sending);
  return placeOrder(execution, { ...sending, intent });
}

interface Sending<Intent extends VenueIntent = VenueIntent> {
  readonly stored: StoredCredential;
  readonly intent: Intent;
  readonly nonce: string;
}

async function placeOrder(execution: Execution, sending: Sending<PlaceOrderIntent>): Promise<VenueAnswer> {
  const { stored, intent, nonce } = sending;
  const { fingerprint } = stored.face;
  const early = judge(execution, sending);
  if (early !== null) return denied(early);
  const price = await priceFor(execution, sending);
  // From here to the reservation nothing waits: whatever changed meanwhile is looked at again, and counted at once.
  const denial = judge(execution, sending) ?? judgeAgainst(execution, sending, price);
  if (denial !== null) return denied(denial);
  const atMs = execution.nowMs();
  const quote = quoteOf(intent.book);
  const units = spentBy(intent).toString();
  const { orderId } = intent;
  const reservation: Reservation = { kind: 'reserved', fingerprint, nonce, orderId, quote, units, atMs };
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

function judge(execution: Execution, sending: Sending<PlaceOrderIntent>): DenialCode | null {
  const { intent, stored } = sending;
  const { fingerprint } = stored.face;
  const { isKilled, isFrozen, limits } = execution.rules(fingerprint);
  if (isFrozen || limits === null) return 'credential_frozen';
  if (isKilled) return 'kill_switch_on';
  if (execution.reservations.hasSigned(fingerprint, intent.orderId)) return 'order_already_signed';
  const usage = execution.reservations.usageOf(fingerprint, quoteOf(intent.book), execution.nowMs());
  return judgeOrder(intent, tighterLimits(execution.limits, limits), usage);
}

function judgeAgainst(
  execution: Execution,
  { intent, stored }: Sending<PlaceOrderIntent>,
  price: PublicPrice | null,
): DenialCode | null {
  const limits = limitsFor(execution, stored);
  return judgePrice(intent, limits, { price, nowMs: execution.nowMs() });
}

async function priceFor(
  execution: Execution,
  { intent, stored }: Sending<PlaceOrderIntent>,
): Promise<PublicPrice | null> {
  const { priceBandBps, referenceAgeMsMax } = limitsFor(execution, stored);
  if (priceBandBps === null) return null;
  return execution.prices.priceOf(stored.owner.exchange, intent.book, referenceAgeMsMax);
}

function limitsFor(execution: Execution, stored: StoredCredential): SignerLimits {
  const { limits } = execution.rules(stored.face.fingerprint);
  return limits === null ? execution.limits : tighterLimits(execution.limits, limits);
}

async function signAndSend(execution: Execution, sending: Sending): Promise<VenueAnswer> {
  const signed = signIntent(execution.vault, sending);
  if (signed === null) return denied('credential_unknown');
  return execution.ask({ exchange: sending.stored.owner.exchange, ...signed });
}

/** The exact bytes of an intent and their signature; null when the credential cannot be opened. No check is made here. */
export function signIntent(
  vault: Pick<Vault, 'open'>,
  sending: Sending,
): (UnsignedRequest & { readonly authorization: string }) | null {
  const credential = vault.open(sending.stored.credentialId);
  if (credential === null) return null;
  const request = buildRequest(sending.intent);
  const authorization = authorizationOf(credential, sending.nonce, request);
  forgetCredential(credential);
  return { ...request, authorization };
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
