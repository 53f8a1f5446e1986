// What an ended call means to a person: a stable code with what its sentence names.
import { ORPCError } from '@orpc/client';
import { PasskeyNotUsed } from './passkey-not-used.ts';

export interface Refusal {
  readonly code: string;
  readonly details: Readonly<Record<string, string>>;
}

/** The code of what was thrown; null for nothing. No answer at all is `server_unreachable`. */
export function refusalOf(error: unknown): Refusal | null {
  if (error === null || error === undefined) return null;
  if (error instanceof PasskeyNotUsed) return { code: 'passkey_not_used', details: {} };
  if (!(error instanceof ORPCError)) return { code: 'server_unreachable', details: {} };
  const { code, data }: { code: string; data: unknown } = error;
  return { code, details: detailsIn(data) };
}

function detailsIn(data: unknown): Readonly<Record<string, string>> {
  if (typeof data !== 'object' || data === null || !('details' in data)) return {};
  const { details } = data;
  if (typeof details !== 'object' || details === null) return {};
  return Object.fromEntries(
    Object.entries(details).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
