// Speaks the portal's own API as Lonja's web pages do: JSON calls with a session cookie.

import type { PortalCallName, PortalCalls, PortalReply } from '@mandato/lonja/api-contract/portal-contract';

/** One browser's worth of session at Lonja's portal. */
export class PortalClient {
  readonly #baseUrl: string;
  #cookie = '';

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  /** The session as a `Cookie` header has it; empty before the first sign-in. */
  get cookie(): string {
    return this.#cookie;
  }

  /** Makes one call; resolves with the value or throws naming the refusal's code. */
  async call<Name extends PortalCallName>(
    name: Name,
    request: PortalCalls[Name]['request'],
  ): Promise<PortalCalls[Name]['answer']> {
    const reply = await this.try(name, request);
    if (!reply.ok) throw new Error(`the portal refused ${name}: ${reply.code}`);
    return reply.value;
  }

  /** Makes one call; resolves with the reply as it came. */
  async try<Name extends PortalCallName>(
    name: Name,
    request: PortalCalls[Name]['request'],
  ): Promise<PortalReply<Name>> {
    const response = await fetch(`${this.#baseUrl}/portal/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.#baseUrl, cookie: this.#cookie },
      body: JSON.stringify(request),
    });
    for (const cookie of response.headers.getSetCookie()) this.#cookie = cookie.split(';')[0] ?? '';
    const reply: PortalReply<Name> = JSON.parse(await response.text());
    return reply;
  }
}
