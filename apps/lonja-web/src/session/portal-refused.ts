// The one error that asking the portal can end in: a stable code, shown as a sentence.
import type { PortalRefusal } from '@mandato/lonja/api-contract/portal-contract';

/** What the portal refuses with, and the one case where it did not answer. */
export type ShownRefusal = PortalRefusal | 'unreachable';

export class PortalRefused extends Error {
  readonly code: ShownRefusal;

  constructor(code: ShownRefusal) {
    super(code);
    this.name = 'PortalRefused';
    this.code = code;
  }
}

/** The code of what was thrown; null for nothing. */
export function refusalOf(error: unknown): ShownRefusal | null {
  if (error === null || error === undefined) return null;
  return error instanceof PortalRefused ? error.code : 'unreachable';
}
