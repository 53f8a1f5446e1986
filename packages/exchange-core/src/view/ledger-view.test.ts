import { expect, test } from 'vitest';
import { btc, createTestExchange, limit, mxn, one } from '../engine/test-exchange.ts';
import { type LedgerQuery, ledgerOf } from './ledger-view.ts';

function traded() {
  const { state, place, open } = createTestExchange();
  const ana = open('ana', { btc: 10n * one, mxn: one });
  const beto = open('beto', { btc: 0n, mxn: 100_000n * one });
  place({ by: ana, side: 'sell', terms: limit(5_000n, 3n * one) });
  for (let count = 0; count < 3; count += 1) place({ by: beto, side: 'buy', terms: limit(5_000n, one) });
  const rows = (query: Partial<LedgerQuery>) =>
    ledgerOf(state, ana, { operation: null, marker: null, sort: 'desc', limit: 100, ...query });
  return { rows };
}

test('ledgerOf() has a trade row, received first, and a fee row for each fill', () => {
  const { rows } = traded();
  const [trade, fee] = rows({ sort: 'asc', limit: 100 })?.slice(2) ?? [];
  expect(trade).toMatchObject({
    operation: 'trade',
    balanceUpdates: [
      { asset: mxn, amount: 5_000n * one },
      { asset: btc, amount: -one },
    ],
  });
  expect(fee).toMatchObject({ operation: 'fee', balanceUpdates: [{ asset: mxn, amount: -30n * one }] });
  expect(fee?.cause).toBe(trade?.cause);
});

test.each(['asc', 'desc'] as const)('ledgerOf() pages through every row once, %s', (sort) => {
  const { rows } = traded();
  for (const operation of [null, 'trade', 'fee', 'funding'] as const) {
    const all = rows({ sort, operation }) ?? [];
    expect(all.length).toBe({ all: 8, trade: 3, fee: 3, funding: 2 }[operation ?? 'all']);
    for (const limitMax of [1, 2, 3]) {
      const paged: string[] = [];
      let marker: string | null = null;
      for (;;) {
        const page: readonly { readonly entryId: string }[] =
          rows({ sort, operation, marker, limit: limitMax }) ?? [];
        paged.push(...page.map((row) => row.entryId));
        marker = page.at(-1)?.entryId ?? null;
        if (marker === null) break;
      }
      expect(paged).toEqual(all.map((row) => row.entryId));
    }
  }
});

test('ledgerOf() answers null for a marker that is no entry id', () => {
  expect(traded().rows({ marker: 'nonsense' })).toBeNull();
});
