// The only places that egress ever connects to, fixed when it starts.

import { err, ok, type Result } from '@mandato/primitives/result';
import type { ExchangeId } from '../client/signer-protocol.ts';

/** Where an exchange is reached. */
export interface PinnedHost {
  readonly protocol: 'https:' | 'http:';
  readonly hostname: string;
  readonly port: number;
  /** Loopback names are resolved here, not by a resolver that somebody else answers. */
  readonly isLoopback: boolean;
}

export type PinnedHosts = Readonly<Record<ExchangeId, PinnedHost | null>>;

/** Why a practice address is not taken. */
export type PinError = 'practice_url_malformed' | 'practice_url_not_loopback';

const bitso: PinnedHost = { protocol: 'https:', hostname: 'bitso.com', port: 443, isLoopback: false };

/** `practiceUrl` is an origin: HTTPS anywhere, plain HTTP to this machine only. */
export function pinHosts(practiceUrl: string | null): Result<PinnedHosts, PinError> {
  if (practiceUrl === null) return ok({ bitso, practice: null });
  if (!URL.canParse(practiceUrl)) return err('practice_url_malformed');
  const url = new URL(practiceUrl);
  const isOrigin = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  if (!isOrigin || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    return err('practice_url_malformed');
  }
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const isLoopback =
    hostname === 'localhost' || hostname === '::1' || /^127(\.[0-9]{1,3}){3}$/.test(hostname);
  if (url.protocol === 'http:' && !isLoopback) return err('practice_url_not_loopback');
  const defaultPort = url.protocol === 'https:' ? 443 : 80;
  const port = url.port === '' ? defaultPort : Number(url.port);
  return ok({ bitso, practice: { protocol: url.protocol, hostname, port, isLoopback } });
}
