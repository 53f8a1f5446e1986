// The portal's own API: `POST /portal/<call>` from our own pages alone, with a session in a cookie.

import type { PortalCallName } from '../api-contract/portal-contract.ts';
import { securityHeaders } from '../http/security-headers.ts';
import { bodyText, jsonReply, type Target, type WireReply, type WireRequest } from '../http/wire-request.ts';
import type { LonjaPorts } from '../lonja-ports.ts';
import { cookieNameOf, isOverHttps, isSameOrigin, readCookie } from './browser-request.ts';
import { describeBrowser } from './describe-browser.ts';
import { fills, orderHistory } from './history-calls.ts';
import { features, home, topUp } from './home-calls.ts';
import { changeKeyAddresses, createKey, deleteKey, listKeys, switchKey } from './key-calls.ts';
import { bookSnapshot, candles, market } from './market-calls.ts';
import { cancelOrder, cancelOrders, changeOrder, desk, placeOrder } from './order-calls.ts';
import { findSession, type Handled, type PortalCallRunner, refused } from './portal-call.ts';
import type { PortalThrottles } from './portal-throttles.ts';
import {
  changePassword,
  endOtherSessions,
  endSession,
  makeRecoveryCodes,
  rename,
  security,
  turnOffTwoFactor,
} from './security-calls.ts';
import { confirmSignIn, session, signIn, signOut, signUp } from './sign-in.ts';
import { beginTwoFactor, confirmTwoFactor } from './two-factor-calls.ts';

export type ServePortal = (request: WireRequest, target: Target) => Promise<WireReply>;

const calls: Readonly<Record<PortalCallName, PortalCallRunner>> = {
  session,
  signUp,
  signIn,
  confirmSignIn,
  signOut,
  home,
  topUp,
  beginTwoFactor,
  confirmTwoFactor,
  listKeys,
  createKey,
  deleteKey,
  switchKey,
  changeKeyAddresses,
  features,
  market,
  bookSnapshot,
  candles,
  desk,
  placeOrder,
  changeOrder,
  cancelOrder,
  cancelOrders,
  orderHistory,
  fills,
  security,
  changePassword,
  turnOffTwoFactor,
  makeRecoveryCodes,
  endSession,
  endOtherSessions,
  rename,
};

const cookieSeconds = 12 * 3600;
const noteEveryMs = 60_000;

/** The portal over `ports`; `throttles` remember failed tries. */
export function createPortal(ports: LonjaPorts, throttles: PortalThrottles): ServePortal {
  return async (request, target) => {
    const call = runnerOf(target);
    if (call === null) return replyOf(404, refused('request_malformed'));
    if (request.method !== 'POST') return replyOf(405, refused('request_malformed'));
    if (!isSameOrigin(request.header)) return handledReply(refused('origin_refused'));
    const json = readJson(request);
    if (json === undefined) return handledReply(refused('request_malformed'));
    const nowMs = ports.wallClock.nowMs();
    const found = findSession(ports.sequencer.state.portal, readCookie(request.header), nowMs);
    if (found !== null && nowMs - found.session.seenAtMs >= noteEveryMs) {
      const { tokenHash } = found.session;
      void ports.sequencer.submit({
        domain: 'portal',
        command: { kind: 'note_session_use', atMs: nowMs, tokenHash },
      });
    }
    const handled = await call.run(
      {
        ports,
        throttles,
        peerAddress: request.peerAddress,
        device: { browser: describeBrowser(request.header('user-agent')), address: request.peerAddress },
        session: found?.session ?? null,
        person: found?.person ?? null,
      },
      json,
    );
    return handledReply(handled, isOverHttps(request.header));
  };
}

function runnerOf({ segments }: Target): PortalCallRunner | null {
  const name = segments[1] ?? '';
  return segments.length === 2 && isCallName(name) ? calls[name] : null;
}

function isCallName(name: string): name is PortalCallName {
  return Object.hasOwn(calls, name);
}

// Only a body that says it is JSON: a form of another site cannot say so without asking first.
function readJson(request: WireRequest): unknown {
  if (!/^application\/json\s*(;|$)/i.test(request.header('content-type') ?? '')) return undefined;
  const text = bodyText(request.body);
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const statuses: Readonly<Record<string, number>> = {
  session_missing: 401,
  second_factor_needed: 401,
  credentials_wrong: 401,
  password_wrong: 401,
  code_wrong: 401,
  code_used: 401,
  origin_refused: 403,
  two_factor_missing: 403,
  keys_paused: 403,
  key_unknown: 404,
  session_unknown: 404,
  book_unknown: 404,
  order_unknown: 404,
  order_ended: 409,
  email_taken: 409,
  two_factor_on: 409,
  too_many_tries: 429,
  top_up_limit_reached: 429,
  storage_failed: 500,
};

function handledReply(handled: Handled<unknown, string>, isSecure = false): WireReply {
  const status = handled.result.ok ? 200 : (statuses[handled.result.error] ?? 400);
  return replyOf(status, handled, isSecure);
}

function replyOf(status: number, { result, cookie }: Handled<unknown, string>, isSecure = false): WireReply {
  const json = result.ok ? { ok: true, value: result.value } : { ok: false, code: result.error };
  const reply = jsonReply(status, json);
  const headers = { ...securityHeaders, ...reply.headers };
  return {
    ...reply,
    headers: cookie === null ? headers : { ...headers, 'set-cookie': cookieText(cookie, isSecure) },
  };
}

// Over plain HTTP, on this machine, the cookie cannot demand HTTPS.
function cookieText(token: string, isSecure: boolean): string {
  const lifetime = token === '' ? 0 : cookieSeconds;
  const secure = isSecure ? '; Secure' : '';
  return `${cookieNameOf(isSecure)}=${token}; Path=/; HttpOnly${secure}; SameSite=Lax; Max-Age=${lifetime}`;
}
