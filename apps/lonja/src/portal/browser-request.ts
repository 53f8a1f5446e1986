// What a browser says of itself with a request to the portal: where it comes from, and whose session it holds.

type Header = (name: string) => string | null;

/** True for a request of our own pages. Something that says nothing of where it comes from is none of them. */
export function isSameOrigin(header: Header): boolean {
  const site = header('sec-fetch-site');
  return site === null ? isOriginOfHost(header) : site === 'same-origin';
}

/** True when the page that asks came from the host that is asked; WebSockets say no more than this. */
export function isOriginOfHost(header: Header): boolean {
  const host = header('host');
  const origin = header('origin');
  return host !== null && (origin === `http://${host}` || origin === `https://${host}`);
}

/** Browsers name the page that a call comes from, and the pages of Lonja come over the way that their calls do. */
export function isOverHttps(header: Header): boolean {
  return header('origin')?.startsWith('https://') === true;
}

/** Over HTTPS the browser itself guarantees that no other host and no plain page can have set it. */
export function cookieNameOf(isSecure: boolean): string {
  return isSecure ? '__Host-lonja_session' : 'lonja_session';
}

/** The session's token, or null. */
export function readCookie(header: Header): string | null {
  const cookieName = cookieNameOf(isOverHttps(header));
  const cookies = (header('cookie') ?? '').split(';').map((part) => part.trim());
  const found = cookies.find((part) => part.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
  return found === undefined || !/^[A-Za-z0-9_-]{43}$/.test(found) ? null : found;
}
