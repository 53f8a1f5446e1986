// Groups a key by fours so that a person can read it across to a phone.

/** `ABCDEFGHIJ` → `ABCD EFGH IJ`; the letters themselves stay as they are. */
export function groupKey(key: string): string {
  return (key.replace(/\s/g, '').match(/.{1,4}/gu) ?? []).join(' ');
}
