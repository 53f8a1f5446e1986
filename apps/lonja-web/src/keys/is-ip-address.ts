// Whether text is one literal IPv4 or IPv6 address; the portal decides in the end, this only saves a round trip.

/** No ranges, ports, brackets, zones or host names. */
export function isIpAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const isShortened = halves.length === 2;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1);
  const endsInIpv4 = last?.includes('.') === true && text.endsWith(last);
  const hexGroups = endsInIpv4 ? groups.slice(0, -1) : groups;
  if (endsInIpv4 && !isIpv4(last)) return false;
  if (!hexGroups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  const length = hexGroups.length + (endsInIpv4 ? 2 : 0);
  return isShortened ? length <= 7 : length === 8;
}
