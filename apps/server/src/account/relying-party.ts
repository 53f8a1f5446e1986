// The name under which authenticators know this server: exact, and none where browsers allow no passkeys.

/** WebAuthn's relying party: its id is a host name, its origin what the browser signs. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/**
 * Who is spoken to when a page was opened at `host` (with its port). An address of digits has no passkeys; over
 * HTTPS it is the public address, on the machine itself `localhost`.
 */
export function relyingPartyOf(host: string | undefined, publicUrl: URL | null): RelyingParty | null {
  if (host === undefined) return null;
  if (publicUrl?.protocol === 'https:' && host === publicUrl.host) {
    return isName(publicUrl.hostname) ? { id: publicUrl.hostname, origin: publicUrl.origin } : null;
  }
  return /^localhost(?::\d{1,5})?$/.test(host) ? { id: 'localhost', origin: `http://${host}` } : null;
}

function isName(hostname: string): boolean {
  return !/^[\d.]+$/.test(hostname) && !hostname.startsWith('[');
}
