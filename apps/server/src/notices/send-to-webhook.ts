// Hands notices to the operator's own address, which makes e-mails or anything else of them.

import type { SendNotice } from './deliver-notices.ts';

/** Where notices go out: an HTTPS address, or HTTP on this machine, and the token that it is shown. */
export interface Webhook {
  readonly url: URL;
  readonly token: string | null;
}

const answerWithinMs = 10_000;

/** Posts JSON; any 2xx means taken. Redirects are not followed: they would take people's addresses elsewhere. */
export function sendToWebhook({ url, token }: Webhook): SendNotice {
  const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
  return async (message) => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        headers: { 'content-type': 'application/json', 'idempotency-key': message.id, ...authorization },
        body: JSON.stringify(message),
        signal: AbortSignal.timeout(answerWithinMs),
      });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  };
}

/** Whether people's addresses may be sent there: encrypted, or without leaving this machine. */
export function isWebhookUrl(url: URL): boolean {
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isHere);
}
