// What a server that people reach over HTTPS adds, and what neither its answers nor its log ever hold.

import { Writable } from 'node:stream';
import { ORPCError, ValidationError } from '@orpc/server';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOfProcedure } from './error-answers.ts';
import { openTemporaryServer, type TemporaryServer } from './temporary-server.ts';

const password = 'tres tigres tristes';
const written: string[] = [];
let server: TemporaryServer;

beforeAll(async () => {
  const sink = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  const log = pino({ level: 'trace' }, sink);
  server = await openTemporaryServer({ publicUrl: new URL('https://mandato.example'), log });
});
afterAll(() => server.discard());

function call(path: string, json: unknown, cookie = ''): Promise<Response> {
  return fetch(`${server.url}/api/rpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://mandato.example', cookie },
    body: JSON.stringify({ json }),
  });
}

test('item 29: over HTTPS every cookie is of this host alone, secure, and out of reach for scripts', async () => {
  const form = { name: 'Ana', email: 'ana@example.com', password, language: 'en' };
  const answer = await call('account/signUp', form);
  const cookies = answer.headers.getSetCookie();
  expect(cookies).toHaveLength(2);
  for (const cookie of cookies) {
    expect(cookie).toMatch(/^__Host-mandato_(?:session|device)=/);
    expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(cookie).not.toContain('Domain');
  }
  const body = await answer.text();
  for (const cookie of cookies) expect(body).not.toContain(/=([^;]+)/.exec(cookie)?.[1]);
  const jar = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
  expect(await (await call('account/session', undefined, jar)).json()).toMatchObject({
    json: { kind: 'signed_in' },
  });
});

test('item 37: over HTTPS the browser is told to stay there, and the policy allows no script but our own', async () => {
  const answer = await call('account/session', undefined);
  expect(answer.headers.get('strict-transport-security')).toContain('max-age=31536000');
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain('unsafe');
  expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
});

test('item 36: over HTTPS a page of the plain address is another website', async () => {
  const answer = await fetch(`${server.url}/api/rpc/account/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: '{}',
  });
  expect(answer.status).toBe(403);
});

test('items 8 and 32: a secret travels in a body alone, is never echoed or kept by a cache, nor is a session token', async () => {
  const canary = 'canary8a41';
  const sealed = { keyId: canary, ephemeralKey: 'AAAA', iv: 'AAAA', ciphertext: 'AAAA' };
  const json = { exchange: 'practice', name: '', sealed, stepUpCode: canary };
  const inAddress = encodeURIComponent(JSON.stringify({ json }));
  const asked = await fetch(`${server.url}/api/rpc/links/link?data=${inAddress}`);
  expect(asked.status).toBe(405);
  const form = { name: 'Eva', email: 'eva@example.com', password: `${canary} y otras`, language: 'en' };
  const answers = [
    asked,
    await call('links/link', json),
    await call('account/signUp', form),
    await call('account/signIn', form),
    await call('account/signIn', { ...form, password: `${canary} wrong` }),
    await call('passkeys/signIn', { response: { id: canary } }),
  ];
  for (const answer of answers) {
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const text = await answer.text();
    expect(text).not.toContain(canary);
    for (const cookie of answer.headers.getSetCookie()) {
      expect(text).not.toContain(/=([^;]+)/.exec(cookie)?.[1]);
    }
  }
});

test('item 70: no password, code, cookie or sealed key that is sent is ever written to the log', async () => {
  const canary = 'canary-6f1d9c02';
  const cookie = `__Host-mandato_session=${canary}${'A'.repeat(28)}`;
  const sealed = { keyId: canary, ephemeralKey: 'AAAA', iv: 'AAAA', ciphertext: 'AAAA' };
  await call('account/signIn', { email: `${canary}@example.com`, password: canary }, cookie);
  await call('account/signUp', { name: canary, email: canary, password: canary, language: 'xx' }, cookie);
  await call('account/confirmSignIn', { code: canary }, cookie);
  await call('links/link', { exchange: 'practice', name: '', sealed, stepUpCode: canary }, cookie);
  await call(`links/${canary}`, { [canary]: canary }, cookie);
  expect(written.join('')).not.toContain(canary);
});

test('item 71: what goes wrong on our side is told by an id alone, and that id is in the log', () => {
  const logged: { err: unknown; correlationId: string }[] = [];
  const log = { error: (details: { err: unknown; correlationId: string }) => logged.push(details) };
  const error = answerOfProcedure(new Error('relation "users" of postgres at /srv failed'), log);
  const body = JSON.stringify(error.toJSON());
  expect(error).toMatchObject({ code: 'internal_error', status: 500 });
  expect(body).not.toContain('postgres');
  expect(body).toContain(String(logged[0]?.correlationId));
  const unknown = answerOfProcedure(new ORPCError('INTERNAL_SERVER_ERROR', { message: 'secret' }), log);
  expect(JSON.stringify(unknown.toJSON())).not.toContain('secret');
  const issues = [{ message: 'bad', path: ['email'] }];
  const cause = new ValidationError({ message: 'x', issues, data: { email: 'secret' } });
  const malformed = answerOfProcedure(new ORPCError('BAD_REQUEST', { cause }), log);
  expect(malformed).toMatchObject({ code: 'input_malformed', status: 422 });
  expect(JSON.stringify(malformed.toJSON())).not.toContain('secret');
});
