// Decides whose request this is: header, key, whether it is on, address, nonce form, signature, nonce value — in this order.

import { canonicalText, type Nonce, parseAuthorization, parseNonce } from '@mandato/bitso-wire/authorization';
import type { WireErrorCode } from '@mandato/bitso-wire/error-codes';
import { err, ok, type Result } from '@mandato/primitives/result';
import type { ApiKey, PortalAccount, PortalState } from '../accounts/portal-state.ts';
import { keyPlace, type Sealer } from '../accounts/seal.ts';
import type { WireRequest } from '../http/wire-request.ts';
import type { Wording } from './endpoint.ts';
import type { NonceGuard } from './nonce-guard.ts';
import { RequestMac } from './request-mac.ts';

export interface Authenticated {
  readonly person: PortalAccount;
  readonly key: ApiKey;
  readonly nonce: Nonce;
  /** The nonce must be journaled before the request is answered. */
  readonly mustRecordFirst: boolean;
}

export interface AuthenticationRefusal {
  readonly code: WireErrorCode;
  readonly message: Wording | null;
}

export interface AuthenticationPorts {
  readonly portal: PortalState;
  readonly sealer: Sealer;
  readonly nonces: NonceGuard;
  /** True for a key that a fault dial has switched off. */
  readonly isKeyOff: () => boolean;
  /** False for a nonce of a family or a time that is not accepted at the moment. */
  readonly acceptsNonce: (nonce: Nonce) => boolean;
}

/** A nonce is spent only by a request whose signature is right, so that garbage cannot burn one. */
export function authenticate(
  request: WireRequest,
  ports: AuthenticationPorts,
): Result<Authenticated, AuthenticationRefusal> {
  const header = parseAuthorization(request.header('authorization'));
  if (!header.ok) return refuse(header.error);
  const key = ports.portal.keys.get(header.value.keyId);
  const person = key === undefined ? undefined : ports.portal.accounts.get(key.account);
  if (key === undefined || person === undefined) return refuse('0201');
  if (!key.isOn || ports.isKeyOff()) return refuse('0326');
  if (key.addresses.length > 0 && !key.addresses.includes(request.peerAddress)) return refuse('0213');
  const nonce = parseNonce(header.value.nonce);
  if (!nonce.ok) return refuse('0206');
  const mac = macOf(key, ports.sealer);
  if (mac === null) return refuse('0101');
  const signed = { request, nonce: header.value.nonce, signature: header.value.signature };
  if (!isSignatureRight(signed, mac)) return refuse('0215');
  if (!ports.acceptsNonce(nonce.value)) return refuse('0207');
  const spent = ports.nonces.spend(key, nonce.value);
  if (!spent.ok) return err({ code: '0207', message: nonceMessage(spent.error.floor) });
  return ok({ person, key, nonce: nonce.value, mustRecordFirst: spent.value.mustRecordFirst });
}

// Opened once for each key and process: opening costs several times as much as checking a signature.
const macs = new WeakMap<ApiKey, RequestMac>();

function macOf(key: ApiKey, sealer: Sealer): RequestMac | null {
  const known = macs.get(key);
  if (known !== undefined) return known;
  const opened = sealer.open(key.sealedSecret, keyPlace(key.account, key.keyId));
  if (!opened.ok) return null;
  const mac = new RequestMac(opened.value);
  macs.set(key, mac);
  return mac;
}

function refuse(code: WireErrorCode): Result<never, AuthenticationRefusal> {
  return err({ code, message: null });
}

function nonceMessage(floor: number | null): Wording | null {
  if (floor === null) return null;
  return [
    `Cannot perform request - nonce must be higher than ${floor}`,
    `No se puede procesar la solicitud: el nonce debe ser mayor que ${floor}`,
  ];
}

// Over the bytes as they came: the target undecoded and the body unparsed.
function isSignatureRight(
  signed: { readonly request: WireRequest; readonly nonce: string; readonly signature: string },
  mac: RequestMac,
): boolean {
  const { method, target, body } = signed.request;
  const text = canonicalText({ nonce: signed.nonce, method, target, body: '' });
  return mac.isRight(signed.signature, text, body);
}
