// Signs one request as Bitso asks: HMAC-SHA256 over nonce, method, target and body, in hexadecimal.

import { createHmac } from 'node:crypto';

/** An opened credential. Both buffers are zeroed by whoever opened it, right after use. */
export interface OpenCredential {
  readonly apiKey: Buffer;
  readonly apiSecret: Buffer;
}

export interface UnsignedRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path and query, exactly as they will be sent. */
  readonly target: string;
  /** Exact body, empty for none. */
  readonly body: string;
}

/** The value of the Authorization header: `Bitso key:nonce:signature` (bitso-api 3.1 and 3.2). */
export function authorizationOf(credential: OpenCredential, nonce: string, request: UnsignedRequest): string {
  const signature = createHmac('sha256', credential.apiSecret)
    .update(nonce + request.method + request.target + request.body, 'utf8')
    .digest('hex');
  return `Bitso ${credential.apiKey.toString('latin1')}:${nonce}:${signature}`;
}

/** Overwrites an opened credential; createHmac has made its own copy that only the allocator can reclaim. */
export function forgetCredential(credential: OpenCredential): void {
  credential.apiKey.fill(0);
  credential.apiSecret.fill(0);
}
