// Lets no other website act for a signed-in person, and no stranger's network see an unencrypted page.

import type { IncomingHttpHeaders } from 'node:http';

/** How people reach this server: over plain HTTP on their own machine, or over HTTPS at `publicUrl`. */
export interface Reach {
  readonly publicUrl: URL | null;
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a request may act: unsafe methods come from our own pages, or from a program that names our origin. */
export function isFromOurPages(
  request: { readonly method: string; readonly headers: IncomingHttpHeaders },
  reach: Reach,
): boolean {
  if (safeMethods.has(request.method)) return true;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host } = request.headers;
  if (origin === undefined || host === undefined) return false;
  return origin === (reach.publicUrl === null ? `http://${host}` : reach.publicUrl.origin);
}

/** Whether the page may be shown at all: on this machine, or at the address that HTTPS leads to. */
export function isReachedSafely(host: string | undefined, reach: Reach): boolean {
  if (host === undefined) return false;
  if (isLoopbackHost(host)) return true;
  return reach.publicUrl?.protocol === 'https:' && reach.publicUrl.host === host;
}

/** Said instead of any page when `isReachedSafely` is false. */
export const httpsNeeded =
  'Open Mandato at http://localhost on the machine it runs on, or put it behind HTTPS and start it with --public-url.\n';

function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:\d{1,5}$/, '').toLowerCase();
  return name === 'localhost' || name === '127.0.0.1' || name === '[::1]';
}

/** The address of a socket's other end in one spelling: `::ffff:127.0.0.1` is `127.0.0.1`. */
export function normalAddress(remoteAddress: string | undefined): string {
  return (remoteAddress ?? 'unknown').replace(/^::ffff:(?=\d+\.)/i, '');
}
