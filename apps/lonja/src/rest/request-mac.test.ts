import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RequestMac } from './request-mac.ts';

function hmacOf(secret: string, text: string, body: Uint8Array): string {
  return createHmac('sha256', secret).update(text).update(body).digest('hex');
}

test('isRight() accepts what an Hmac object makes, for secrets and messages of any length', () => {
  const part = fc.record({
    secret: fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
    text: fc.string({ unit: 'binary', maxLength: 300 }),
    body: fc.uint8Array({ maxLength: 500 }),
  });
  fc.assert(
    fc.property(part, ({ secret, text, body }) => {
      const mac = new RequestMac(secret);
      expect(mac.isRight(hmacOf(secret, text, body), text, body)).toBe(true);
    }),
  );
});

test('isRight() refuses every other text', () => {
  const body = Buffer.from('{}');
  const mac = new RequestMac('secret');
  const right = hmacOf('secret', 'GET/', body);
  for (let at = 0; at < right.length; at += 1) {
    const other = right[at] === '0' ? '1' : '0';
    expect(mac.isRight(right.slice(0, at) + other + right.slice(at + 1), 'GET/', body)).toBe(false);
  }
  // A character whose low byte is the right one is still another character.
  const wide = String.fromCharCode(right.charCodeAt(0) + 256) + right.slice(1);
  for (const text of ['', right.slice(1), `${right}0`, right.toUpperCase(), 'é'.repeat(64), wide]) {
    expect(mac.isRight(text, 'GET/', body)).toBe(false);
  }
  expect(mac.isRight(right, 'GET/x', body)).toBe(false);
  expect(mac.isRight(right, 'GET/', Buffer.from('{ }'))).toBe(false);
});

test('isRight() reads bodies that are larger than its own buffer', () => {
  const mac = new RequestMac('secret');
  for (const bytes of [65_000, 65_536, 200_000]) {
    const body = Buffer.alloc(bytes, 0x61);
    expect(mac.isRight(hmacOf('secret', 'POST/', body), 'POST/', body)).toBe(true);
  }
});
