// Shows how the parameters of a paged list are clamped, defaulted and refused.

import { expect, test } from 'vitest';
import { parsePagination, parseTradeMarker } from './pagination.ts';

const bounds = { limitDefault: 25, limitMax: 100 };

function read(query: Record<string, string>) {
  return parsePagination(new Map(Object.entries(query)), bounds);
}

test('parsePagination() has defaults and clamps the limit', () => {
  expect(read({})).toEqual({ ok: true, value: { limit: 25, marker: null, sort: 'desc' } });
  expect(read({ limit: '1000', sort: 'ASC', marker: '77' })).toEqual({
    ok: true,
    value: { limit: 100, marker: '77', sort: 'asc' },
  });
  expect(read({ limit: '-3' })).toMatchObject({ value: { limit: 1 } });
});

test('parsePagination() refuses what it cannot read', () => {
  for (const query of [{ limit: 'ten' }, { limit: '1.5' }, { sort: 'up' }, { marker: '../x' }]) {
    expect(read(query)).toEqual({ ok: false, error: '0320' });
  }
  expect(parseTradeMarker('12')).toEqual({ ok: true, value: 12 });
  expect(parseTradeMarker('abc')).toEqual({ ok: false, error: '0320' });
});
