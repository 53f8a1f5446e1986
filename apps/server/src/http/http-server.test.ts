// The door from outside: no other website gets in, bad input is never our failure, and headers say what is allowed.

import { request as httpRequest } from 'node:http';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTemporaryServer, type TemporaryServer } from './temporary-server.ts';

let server: TemporaryServer;

beforeAll(async () => {
  server = await openTemporaryServer();
});
afterAll(() => server.discard());

interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

interface Received {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: string;
}

/** As a hostile client sends it: node's own client, since `fetch` keeps some headers to itself. */
function send(sent: Sent): Promise<Received> {
  const { path = '/api/rpc/account/session', method = 'POST', headers = {}, body } = sent;
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${server.url}${path}`, { method, headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += String(chunk);
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

const json = { 'content-type': 'application/json' };

test('item 36: httpServer() lets only our own pages act', async () => {
  const statusOf = async (headers: Record<string, string>) =>
    (await send({ headers: { ...json, ...headers }, body: '{}' })).status;
  expect(await statusOf({ 'sec-fetch-site': 'same-origin' })).toBe(200);
  expect(await statusOf({ origin: server.url })).toBe(200);
  expect(await statusOf({ 'sec-fetch-site': 'cross-site', origin: server.url })).toBe(403);
  expect(await statusOf({ 'sec-fetch-site': 'same-site', origin: server.url })).toBe(403);
  expect(await statusOf({ origin: 'http://evil.example' })).toBe(403);
  expect(await statusOf({ origin: 'null' })).toBe(403);
  expect(await statusOf({})).toBe(403);
});

test('httpServer() answers a request of another website with a code', async () => {
  const answer = await send({ headers: json, body: '{}' });
  expect(JSON.parse(answer.body)).toMatchObject({ json: { code: 'request_cross_site', status: 403 } });
});

test('item 36: httpServer() takes JSON only, and no more than 256 KiB of it', async () => {
  const ours = { origin: server.url };
  const path = '/api/rpc/account/signIn';
  const form = { ...ours, 'content-type': 'application/x-www-form-urlencoded' };
  for (const sent of [
    { path, headers: form, body: 'a=b' },
    { path, headers: { ...ours, 'content-type': 'text/plain' }, body: '{}' },
    { path, headers: { ...ours, ...json }, body: '{"json":' },
    { path, headers: { ...ours, ...json }, body: '{"__proto__":{"a":1}}' },
    { path, headers: { ...ours, ...json }, body: `{"json":"${'x'.repeat(300_000)}"}` },
  ]) {
    const answer = await send(sent);
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([
      422,
      { json: { code: 'input_malformed' } },
    ]);
  }
});

test('httpServer() names the field of an input that is malformed', async () => {
  const { api } = server.browser();
  const name = 'n'.repeat(200);
  const tooLong = api.account.signUp({ name, email: 'a@b.mx', password: 'x', language: 'en' });
  await expect(tooLong).rejects.toMatchObject({
    code: 'input_malformed',
    status: 422,
    data: { details: { field: 'name' } },
  });
});

test('httpServer() never answers bad input with a failure of its own', async () => {
  const paths = ['account/signIn', 'account/signUp', 'account/confirmSignIn', 'links/link', 'links/list'];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...paths),
      fc.jsonValue(),
      fc.boolean(),
      async (path, value, isWrapped) => {
        const body = JSON.stringify(isWrapped ? { json: value } : value);
        const answer = await send({
          path: `/api/rpc/${path}`,
          headers: { ...json, origin: server.url },
          body,
        });
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
      },
    ),
    { numRuns: 150 },
  );
});

test('item 37: httpServer() sends strict headers, and no cookie to whoever has no session', async () => {
  const answer = await send({ headers: { ...json, origin: server.url }, body: '{}' });
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.headers['strict-transport-security']).toBeUndefined();
  expect(answer.headers['set-cookie']).toBeUndefined();
});

test('items 29, 32: httpServer() gives the session cookie to scripts of nobody, and its token to no body', async () => {
  const body = JSON.stringify({
    json: { name: 'Ana', email: 'cookie@example.com', password: 'tres tigres tristes', language: 'en' },
  });
  const answer = await send({
    path: '/api/rpc/account/signUp',
    headers: { ...json, origin: server.url },
    body,
  });
  const [cookie] = [answer.headers['set-cookie']].flat();
  expect(cookie).toMatch(/^mandato_session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
  expect(answer.body).not.toContain(String(cookie).slice(16, 59));
});

test('httpServer() shows nothing over plain HTTP to another machine', async () => {
  const answer = await send({ path: '/', method: 'GET', headers: { host: '192.168.1.7:3000' } });
  expect([answer.status, answer.body]).toEqual([403, expect.stringContaining('HTTPS')]);
});

test('httpServer() knows what it does not know', async () => {
  const unknown = await send({
    path: '/api/rpc/account/nothing',
    headers: { ...json, origin: server.url },
    body: '{}',
  });
  expect([unknown.status, JSON.parse(unknown.body)]).toMatchObject([
    404,
    { json: { code: 'procedure_unknown' } },
  ]);
  expect((await send({ path: '/assets/none.js', method: 'GET' })).status).toBe(404);
  expect((await send({ path: '/healthz', method: 'GET' })).status).toBe(200);
});
