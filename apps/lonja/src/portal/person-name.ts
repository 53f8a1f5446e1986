// The name that a person gives for themselves: any script, no control characters, no angle brackets.

/** One form of each letter, no spaces at the ends, single spaces within. */
export function tidyName(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ');
}

/** True for a tidied name of 1 to 80 characters. */
export function isPersonName(name: string): boolean {
  return /^[^\p{Cc}\p{Cf}<>]{1,80}$/u.test(name);
}
