// Asks the portal one thing over HTTP: the typed answer, or a PortalRefused with its code.
import type { PortalCallName, PortalCalls, PortalReply } from '@mandato/lonja/api-contract/portal-contract';
import { PortalRefused } from './portal-refused.ts';

export async function askPortal<Name extends PortalCallName>(
  name: Name,
  request: PortalCalls[Name]['request'],
): Promise<PortalCalls[Name]['answer']> {
  const reply = await send<Name>(name, request);
  if (reply.ok) return reply.value;
  throw new PortalRefused(reply.code);
}

async function send<Name extends PortalCallName>(name: Name, request: unknown): Promise<PortalReply<Name>> {
  try {
    const response = await fetch(`/portal/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify(request),
    });
    const body: unknown = await response.json();
    if (isReply<Name>(body)) return body;
  } catch {
    // No connection, or an answer that is not JSON: the same to the person, Lonja is not there.
  }
  throw new PortalRefused('unreachable');
}

/** Same origin and same release: the contract's types hold once the envelope is there. */
function isReply<Name extends PortalCallName>(body: unknown): body is PortalReply<Name> {
  if (typeof body !== 'object' || body === null || !('ok' in body)) return false;
  return body.ok === true ? 'value' in body : 'code' in body && typeof body.code === 'string';
}
