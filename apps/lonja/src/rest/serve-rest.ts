// One request to the v3 API from its first byte to its reply; every check in the order that Bitso's codes imply.

import { failureEnvelope, successEnvelope } from '@mandato/bitso-wire/envelope';
import { httpStatusOfCode, languageOf } from '@mandato/bitso-wire/error-codes';
import { unreachable } from '@mandato/primitives/invariant';
import { err, ok, type Result } from '@mandato/primitives/result';
import {
  bodyText,
  emptyReply,
  jsonReply,
  type Target,
  type WireReply,
  type WireRequest,
} from '../http/wire-request.ts';
import type { LonjaPorts } from '../lonja-ports.ts';
import { type Authenticated, authenticate } from './authenticate.ts';
import { type Answer, type Endpoint, failure, type PublicCall, type SignedEndpoint } from './endpoint.ts';
import { createNonceGuard, type NonceGuard } from './nonce-guard.ts';
import { createRateLimit, privatePerMinute, publicPerMinute, type RateLimit } from './rate-limit.ts';
import { wireCodeOf } from './refusal-code.ts';
import { findRoute } from './route-table.ts';

/** Serves a request whose target, without `/api/v3`, has these segments. */
export type ServeRest = (request: WireRequest, target: Target) => Promise<WireReply>;

interface RestContext {
  readonly ports: LonjaPorts;
  readonly nonces: NonceGuard;
  readonly publicLimit: RateLimit;
  readonly privateLimit: RateLimit;
}

/** The v3 API over `ports`. Made once per process: it remembers nonces and rates. */
export function createRest(ports: LonjaPorts): ServeRest {
  const { portal } = ports.sequencer.state;
  const startedAtMs = Math.max(ports.wallClock.nowMs(), portal.nowMs);
  const context: RestContext = {
    ports,
    nonces: createNonceGuard(() => ports.wallClock.nowMs(), startedAtMs),
    publicLimit: createRateLimit(publicPerMinute, ports.marketClock),
    privateLimit: createRateLimit(privatePerMinute, ports.marketClock),
  };
  return async (request, target) => {
    const route = findRoute(target.segments, request.method);
    if (route.kind === 'path_unknown') return emptyReply(404);
    if (route.kind === 'verb_unknown') return replyOf(failure('0901'), request);
    const call: PublicCall = {
      exchange: ports.sequencer.state.exchange,
      param: route.param,
      query: target.query,
      body: bodyText(request.body),
      atMs: ports.marketClock.nowMs(),
    };
    return replyOf(await answerOf(context, request, { endpoint: route.endpoint, call }), request);
  };
}

async function answerOf(
  context: RestContext,
  request: WireRequest,
  { endpoint, call }: { readonly endpoint: Endpoint; readonly call: PublicCall },
): Promise<Answer> {
  if (endpoint.access === 'signed') return answerSigned(context, request, { endpoint, call });
  const mayAnswer = !context.ports.hasRateLimits || context.publicLimit.allows(request.peerAddress);
  return mayAnswer ? endpoint.answer(call) : failure('0801');
}

async function answerSigned(
  context: RestContext,
  request: WireRequest,
  { endpoint, call }: { readonly endpoint: SignedEndpoint; readonly call: PublicCall },
): Promise<Answer> {
  const { sequencer, sealer } = context.ports;
  const authenticated = authenticate(request, {
    portal: sequencer.state.portal,
    sealer,
    nonces: context.nonces,
  });
  if (!authenticated.ok) return failure(authenticated.error.code, authenticated.error.message);
  const recordNonce = nonceRecorder(context.ports, authenticated.value);
  const recording = authenticated.value.mustRecordFirst ? recordNonce() : null;
  const answer = await answerKnown(context, { ...authenticated.value, endpoint, call, recordNonce });
  const recorded = recording === null ? ok(null) : await recording;
  return recorded.ok ? answer : failure(wireCodeOf(recorded.error));
}

interface KnownCall extends Authenticated {
  readonly endpoint: SignedEndpoint;
  readonly call: PublicCall;
  readonly recordNonce: () => Promise<Recorded>;
}

async function answerKnown(context: RestContext, known: KnownCall): Promise<Answer> {
  const { person, key, endpoint, recordNonce } = known;
  const { sequencer, ids } = context.ports;
  if (!key.permissions.includes(endpoint.permission)) return failure('0202');
  if (!isWithinLimit(context, endpoint, person.id)) return failure('0801');
  noteKeyUse(context.ports, known);
  return endpoint.answer({
    ...known.call,
    person,
    account: person.id,
    mintOrderId: () => ids.alphanumeric(16),
    submit: async (command) => {
      // Deleting a key takes effect at once, also for a request that was already on its way.
      if (!sequencer.state.portal.keys.has(key.keyId)) return err('key_unknown');
      const recording = recordNonce();
      const done = await sequencer.submit({ domain: 'exchange', command });
      const recorded = await recording;
      return recorded.ok ? done : recorded;
    },
  });
}

type Recorded = Result<null, Parameters<typeof wireCodeOf>[0]>;

// Both submissions of a request are made in one turn, so the nonce precedes its command in the journal and a crash
// leaves neither, the nonce alone, or both.
function nonceRecorder(ports: LonjaPorts, { key, nonce }: Authenticated): () => Promise<Recorded> {
  let recorded: Promise<Recorded> | null = null;
  async function record(): Promise<Recorded> {
    const done = await ports.sequencer.submit({
      domain: 'portal',
      command: { kind: 'use_nonce', atMs: ports.wallClock.nowMs(), keyId: key.keyId, nonce },
    });
    return done.ok ? ok(null) : done;
  }
  return () => {
    recorded ??= record();
    return recorded;
  };
}

const noteEveryMs = 60_000;

// When a key was last used is shown to the minute: it is not worth a record for every read.
function noteKeyUse(ports: LonjaPorts, { key }: Authenticated): void {
  const atMs = ports.wallClock.nowMs();
  if (key.lastUsedAtMs !== null && atMs - key.lastUsedAtMs < noteEveryMs) return;
  void ports.sequencer.submit({
    domain: 'portal',
    command: { kind: 'note_key_use', atMs, keyId: key.keyId },
  });
}

function isWithinLimit(context: RestContext, endpoint: SignedEndpoint, account: string): boolean {
  if (!context.ports.hasRateLimits || !endpoint.isRateLimited) return true;
  return context.privateLimit.allows(account);
}

function replyOf(answer: Answer, request: WireRequest): WireReply {
  switch (answer.kind) {
    case 'payload':
      return jsonReply(200, successEnvelope(answer.payload));
    case 'failure': {
      const language = languageOf(request.header('accept-language'));
      const envelope = failureEnvelope(answer.code, language, answer.message);
      return jsonReply(httpStatusOfCode(answer.code), envelope);
    }
    case 'bare':
      return jsonReply(answer.status, answer.json);
    default:
      return unreachable(answer);
  }
}
