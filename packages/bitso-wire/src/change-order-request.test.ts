// Shows which order a PATCH names, and that every mistake in its body has one code.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findChangedOrder, parseChangeOrder } from './change-order-request.ts';

const context = { side: 'buy', tickSize: 1_000_000_000n } as const;

function codeOf(body: unknown, version: 'v3' | 'v4' = 'v4'): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const parsed = parseChangeOrder(text, { ...context, version });
  return parsed.ok ? 'ok' : parsed.error;
}

test('parseChangeOrder() answers any text with a change or a code', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => codeOf(text).length > 0));
});

test('parseChangeOrder() reads both versions', () => {
  const body = JSON.stringify({ major: '0.5', price: '1500000', origin_id: 'b-2', cancel: true });
  expect(parseChangeOrder(body, { ...context, version: 'v3' })).toEqual({
    ok: true,
    value: {
      major: 50_000_000n,
      minor: null,
      price: 150_000_000_000_000n,
      stop: null,
      originId: 'b-2',
      cancelIfRefused: false,
    },
  });
  expect(parseChangeOrder(body, { ...context, version: 'v4' })).toMatchObject({
    ok: true,
    value: { originId: null, cancelIfRefused: true },
  });
  expect(codeOf({ stop: 1_500_000, cancel: 1 })).toBe('ok');
  expect(codeOf({ minor: '10' }, 'v3')).toBe('ok');
});

test.each([
  ['', '0304'],
  ['[]', '0372'],
  [{}, '0360'],
  [{ cancel: true }, '0360'],
  [{ origin_id: 'a' }, '0360'],
  [{ price: {} }, '0372'],
  [{ price: '1500000', cancel: 'maybe' }, '0372'],
  [{ price: '1500000', origin_id: 5 }, '0372'],
  [{ major: '1', minor: '1' }, '0308'],
  [{ major: '0' }, '0408'],
  [{ major: '0.000000001' }, '0407'],
  [{ price: '1500005' }, '0407'],
  [{ stop: 'x' }, '0407'],
])('parseChangeOrder(%j) is %s', (body, code) => {
  expect(codeOf(body)).toBe(code);
});

test('findChangedOrder() looks in the path, then the query, then the body', () => {
  const find = (pathId: string | null, query: Record<string, string>, body: string) =>
    findChangedOrder({ pathId, query: new Map(Object.entries(query)), body });
  expect(find('A', { oid: 'B' }, '{"oid":"C"}')).toMatchObject({ value: { by: 'order_id', id: 'A' } });
  expect(find(null, { oid: 'B' }, '{"oid":"C"}')).toMatchObject({ value: { by: 'order_id', id: 'B' } });
  expect(find(null, { origin_id: 'x' }, '{}')).toMatchObject({ value: { by: 'origin_id', id: 'x' } });
  expect(find(null, {}, '{"oid":"C"}')).toMatchObject({ value: { by: 'order_id', id: 'C' } });
  expect(find(null, {}, '{}')).toMatchObject({ error: '0360' });
  expect(find(null, {}, '{"oid":5}')).toMatchObject({ error: '0372' });
  expect(find(null, {}, '')).toMatchObject({ error: '0304' });
  expect(find(null, { oid: 'B', origin_id: 'x' }, '{}')).toMatchObject({ error: '0361' });
});
