// One request to the API from its first byte to its reply; every check in the order that Bitso's codes imply.

import type { Nonce } from '@mandato/bitso-wire/authorization';
import { failureEnvelope, successEnvelope } from '@mandato/bitso-wire/envelope';
import { httpStatusOfCode, languageOf } from '@mandato/bitso-wire/error-codes';
import { unreachable } from '@mandato/primitives/invariant';
import type { ApiKey } from '../accounts/portal-state.ts';
import { type Soon, whenThere } from '../http/when-there.ts';
import {
  bodyText,
  emptyReply,
  jsonReply,
  jsonTextReply,
  type Target,
  type WireReply,
  type WireRequest,
} from '../http/wire-request.ts';
import type { LonjaPorts } from '../lonja-ports.ts';
import type { FaultSubject } from '../sandbox/fault-board.ts';
import { delivered, meetFaults } from '../sandbox/meet-faults.ts';
import { type Authenticated, authenticate } from './authenticate.ts';
import { type Answer, type Endpoint, failure, type PublicCall, type SignedEndpoint } from './endpoint.ts';
import { LiveCall } from './live-call.ts';
import { createNonceGuard, type NonceGuard } from './nonce-guard.ts';
import { NonceRecord } from './nonce-record.ts';
import { PublicTexts } from './public-texts.ts';
import { createRateLimit, privatePerMinute, publicPerMinute, type RateLimit } from './rate-limit.ts';
import { wireCodeOf } from './refusal-code.ts';
import { requestSubject } from './request-subject.ts';
import { type ApiVersion, findRoute } from './route-table.ts';

/** Serves a request whose target, without `/api/v3` or `/api/v4`, has these segments. */
export type ServeRest = (request: WireRequest, target: Target, version: ApiVersion) => Soon<WireReply>;

interface RestContext {
  readonly ports: LonjaPorts;
  readonly nonces: NonceGuard;
  readonly publicLimit: RateLimit;
  readonly privateLimit: RateLimit;
  readonly texts: PublicTexts;
}

/** One request with what its route says of it. */
interface Routed {
  readonly request: WireRequest;
  /** What the dials may look at; null for a request that came while none was set. */
  readonly subject: FaultSubject | null;
  readonly endpoint: Endpoint;
  readonly call: PublicCall;
}

/** The v3 and v4 API over `ports`. Made once per process: it remembers nonces and rates. */
export function createRest(ports: LonjaPorts): ServeRest {
  const { portal } = ports.sequencer.state;
  const startedAtMs = Math.max(ports.wallClock.nowMs(), portal.nowMs);
  const clock = ports.marketClock;
  const hasDayLongLockOuts = () => ports.switches.day_long_lockouts;
  const context: RestContext = {
    ports,
    nonces: createNonceGuard(() => ports.wallClock.nowMs(), startedAtMs),
    publicLimit: createRateLimit({ perMinute: publicPerMinute, clock, hasDayLongLockOuts }),
    privateLimit: createRateLimit({ perMinute: privatePerMinute, clock, hasDayLongLockOuts }),
    texts: new PublicTexts(),
  };
  return (request, target, version) => {
    const route = findRoute(version, target.segments, request.method);
    if (route.kind === 'path_unknown') return emptyReply(404);
    if (route.kind === 'verb_unknown') return replyOf(failure('0901'), request);
    const subject = ports.faults.isQuiet() ? null : requestSubject(request, target);
    const serveOnce = () => {
      const call = publicCall(ports, { request, target, subject, param: route.param });
      return answerOf(context, { request, subject, endpoint: route.endpoint, call });
    };
    if (subject !== null) return serveThroughFaults(ports, { request, subject }, serveOnce);
    return whenThere(serveOnce(), (answer) => replyOf(answer, request));
  };
}

/** A request that some dial may meet. */
interface Met {
  readonly request: WireRequest;
  readonly subject: FaultSubject;
}

async function serveThroughFaults(
  ports: LonjaPorts,
  { request, subject }: Met,
  serveOnce: () => Soon<Answer>,
): Promise<WireReply> {
  const arrival = await meetFaults(ports.faults, 'before_auth', subject);
  if (arrival.reply !== null) return delivered(arrival.reply, arrival);
  let answer = await serveOnce();
  if (arrival.doubled !== null) {
    const again = await serveOnce();
    if (arrival.doubled === 'second') answer = again;
  }
  const departure = await meetFaults(ports.faults, 'before_reply', subject);
  return delivered(delivered(departure.reply ?? replyOf(answer, request), arrival), departure);
}

function publicCall(
  ports: LonjaPorts,
  seen: {
    readonly request: WireRequest;
    readonly target: Target;
    readonly subject: FaultSubject | null;
    readonly param: string | null;
  },
): PublicCall {
  const { request, target, subject, param } = seen;
  return {
    exchange: ports.sequencer.state.exchange,
    switches: ports.switches,
    holds:
      subject === null
        ? holdsNothing
        : (name, book, isWanted) => {
            const asked = book === undefined ? subject : { ...subject, book: () => book };
            return ports.faults.holds(name, asked, isWanted);
          },
    param,
    query: target.query,
    body: bodyText(request.body),
    atMs: ports.marketClock.nowMs(),
  };
}

const holdsNothing: PublicCall['holds'] = () => null;

function answerOf(context: RestContext, routed: Routed): Soon<Answer> {
  const { endpoint, request, call } = routed;
  if (endpoint.access === 'signed') return answerSigned(context, routed, endpoint);
  const banned = banOf(call);
  if (banned !== null) return banned;
  const { publicLimit, ports } = context;
  if (ports.switches.rate_limits && !publicLimit.allows(request.peerAddress)) return failure('0801');
  if (routed.subject === null) return context.texts.answer(request.target, call, endpoint);
  return answerBetweenFaults(ports, routed, () => endpoint.answer(call));
}

/** The work of an endpoint with the faults of the stages around it. */
function answerBetweenFaults(
  ports: LonjaPorts,
  { request, subject }: Pick<Routed, 'request' | 'subject'>,
  work: () => Soon<Answer>,
): Soon<Answer> {
  return subject === null ? work() : answerMeetingFaults(ports, { request, subject }, work);
}

async function answerMeetingFaults(
  ports: LonjaPorts,
  { request, subject }: Met,
  work: () => Soon<Answer>,
): Promise<Answer> {
  const before = await meetFaults(ports.faults, 'after_auth', subject);
  if (before.reply !== null) return { kind: 'wire', reply: delivered(before.reply, before) };
  const answer = await work();
  const after = await meetFaults(ports.faults, 'after_engine', subject);
  if (after.reply !== null) return { kind: 'wire', reply: delivered(after.reply, after) };
  if (before.delivery === null && after.delivery === null) return answer;
  return { kind: 'wire', reply: delivered(delivered(replyOf(answer, request), before), after) };
}

function answerSigned(context: RestContext, routed: Routed, endpoint: SignedEndpoint): Soon<Answer> {
  const { sequencer, sealer, wallClock } = context.ports;
  const { call } = routed;
  const authenticated = authenticate(routed.request, {
    portal: sequencer.state.portal,
    sealer,
    nonces: context.nonces,
    isKeyOff: () => call.holds('key_off') !== null,
    acceptsNonce: (nonce) => acceptsNonce(call, nonce, wallClock.nowMs()),
  });
  if (!authenticated.ok) return failure(authenticated.error.code, authenticated.error.message);
  const { person, key, nonce, mustRecordFirst } = authenticated.value;
  const record = new NonceRecord(context.ports, { key, nonce });
  const answer = answerKnown(context, { person, key, routed, endpoint, record });
  return mustRecordFirst ? whenThere(answer, (known) => answerRecorded(known, record)) : answer;
}

async function answerRecorded(answer: Answer, record: NonceRecord): Promise<Answer> {
  const recorded = await record.alone();
  return recorded.ok ? answer : failure(wireCodeOf(recorded.error));
}

function acceptsNonce(call: PublicCall, nonce: Nonce, wallNowMs: number): boolean {
  if (nonce.kind === 'v1' && call.switches.reject_v1_nonces) return false;
  const rule = call.holds('nonce');
  if (rule === null) return true;
  if (rule.accept !== 'both' && rule.accept !== nonce.kind) return false;
  const { windowMs } = rule;
  return windowMs === undefined || nonce.kind === 'v1' || Math.abs(nonce.atMs - wallNowMs) <= windowMs;
}

function banOf(call: PublicCall): Answer | null {
  const ban = call.holds('ban');
  if (ban === null) return null;
  if (ban.shape === 'envelope') return failure('0801');
  const status = ban.shape === 'empty' ? 420 : 429;
  const reply = ban.shape === 'empty' ? emptyReply(status) : jsonReply(status, failureEnvelope('0801', 'en'));
  return { kind: 'wire', reply };
}

interface KnownCall extends Pick<Authenticated, 'person' | 'key'> {
  readonly routed: Routed;
  readonly endpoint: SignedEndpoint;
  readonly record: NonceRecord;
}

function answerKnown(context: RestContext, known: KnownCall): Soon<Answer> {
  const { person, key, routed, endpoint } = known;
  const { call } = routed;
  if (!key.permissions.includes(endpoint.permission)) return failure('0202');
  const banned = endpoint.isRateLimited ? banOf(call) : null;
  if (banned !== null) return banned;
  if (!isWithinLimit(context, endpoint, person.id)) return failure('0801');
  noteKeyUse(context.ports, key);
  const signed = new LiveCall(call, context.ports, known);
  return answerBetweenFaults(context.ports, routed, () => endpoint.answer(signed));
}

const noteEveryMs = 60_000;

// When a key was last used is shown to the minute: it is not worth a record for every read.
function noteKeyUse(ports: LonjaPorts, key: ApiKey): void {
  const atMs = ports.wallClock.nowMs();
  if (key.lastUsedAtMs !== null && atMs - key.lastUsedAtMs < noteEveryMs) return;
  void ports.sequencer.submit({
    domain: 'portal',
    command: { kind: 'note_key_use', atMs, keyId: key.keyId },
  });
}

function isWithinLimit(context: RestContext, endpoint: SignedEndpoint, account: string): boolean {
  if (!context.ports.switches.rate_limits || !endpoint.isRateLimited) return true;
  return context.privateLimit.allows(account);
}

function replyOf(answer: Answer, request: WireRequest): WireReply {
  switch (answer.kind) {
    case 'payload':
      return jsonReply(200, successEnvelope(answer.payload));
    case 'text':
      return jsonTextReply(200, answer.text);
    case 'failure': {
      const language = languageOf(request.header('accept-language'));
      const message = answer.message?.[language === 'es' ? 1 : 0] ?? null;
      const envelope = failureEnvelope(answer.code, language, message);
      return jsonReply(httpStatusOfCode(answer.code), envelope);
    }
    case 'bare':
      return jsonReply(answer.status, answer.json);
    case 'wire':
      return answer.reply;
    default:
      return unreachable(answer);
  }
}
