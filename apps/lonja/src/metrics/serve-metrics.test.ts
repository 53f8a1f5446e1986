// Reads the metrics of a Lonja that did something, and shows that no text of a request gets into them.

import { expect, onTestFinished, test } from 'vitest';
import { testLonja } from '../testing/test-lonja.ts';
import { formatMetrics } from './metrics.ts';

test('serveMetrics() counts requests by route, without a trace of what they said', async () => {
  const { test: lonja } = await testLonja();
  onTestFinished(() => lonja.close());
  const ask = (target: string, method = 'GET') =>
    lonja.lonja.router.serve({
      method,
      target,
      header: () => null,
      body: new Uint8Array(),
      peerAddress: '127.0.0.1',
    });
  for (const target of [
    '/api/v3/ticker?book=secret_book',
    '/v3/orders/SECRETORDER00001',
    '/api/v3/secret',
    '/api/secret',
    '/secret',
    '/%zz',
    '/portal/secret',
  ]) {
    await ask(target);
  }
  const text = String((await ask('/metrics')).body);
  expect(text).not.toMatch(/secret/i);
  expect(text).toContain('lonja_http_requests_total{route="/api/v3/ticker",status="400"} 1');
  expect(text).toContain('lonja_http_requests_total{route="/api/v3/orders/{id}",status="401"} 1');
  expect(text).toContain('lonja_http_request_seconds_count 7');
  expect(text).toContain('lonja_accounts 1');
  expect(text).toContain('lonja_journal_ok 1');
  expect(text).toContain('lonja_trade_pages_in_memory 0');
  for (const line of text.trim().split('\n')) {
    expect(line).toMatch(
      /^(?:# (?:HELP|TYPE) [a-z_]+ .+|[a-z_]+(?:\{[^{}]*(?:\{id\})?[^{}]*\})? [0-9.e+-]+)$/,
    );
  }
});

test('formatMetrics() escapes labels', () => {
  const samples = [{ labels: { name: 'a"b\\c\nd' }, value: 2 }];
  expect(formatMetrics([{ name: 'x', help: 'y', type: 'gauge', samples }])).toBe(
    '# HELP x y\n# TYPE x gauge\nx{name="a\\"b\\\\c\\nd"} 2\n',
  );
});
