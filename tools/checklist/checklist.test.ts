// Holds the checklist's table to its promise: every item named once, tested or exempted, and judged by what ran.

import { expect, test } from 'vitest';
import { exemptions } from './exemptions.ts';
import { checklistItems } from './items.ts';
import { judgeItems } from './judge-items.ts';
import { findTitledTests, fixedPartOf, itemsOfTitle, titledTestsIn } from './titled-tests.ts';

test('checklistItems has the 71 items, each with a titled test or an exemption at each product that it asks', () => {
  expect(checklistItems.map(({ item }) => item)).toEqual(Array.from({ length: 71 }, (_, index) => index + 1));
  const titled = findTitledTests();
  const asIfPassed = titled.map((test) => ({ ...test, passed: true }));
  const open = judgeItems(checklistItems, exemptions, asIfPassed).filter(({ state }) => state === 'open');
  expect(open.map(({ item, reasons }) => ({ item, reasons }))).toEqual([]);
  const named = [...titled.flatMap(({ items }) => items), ...exemptions.map(({ item }) => item)];
  expect(named.filter((item) => item < 1 || item > 71)).toEqual([]);
});

test('itemsOfTitle() reads one item, several, and none where the title names none', () => {
  expect(itemsOfTitle('item 7: sees()')).toEqual([7]);
  expect(itemsOfTitle('items 7, 8 and 12: sees()')).toEqual([7, 8, 12]);
  expect(itemsOfTitle('suite() items 7 and 8: sees()')).toEqual([7, 8]);
  expect(itemsOfTitle('sees() item 7')).toEqual([]);
  const table = "test.each(cases)(\n  'item 8: sees $kind', () => {";
  const found = titledTestsIn('a.test.ts', `  it('item 7: it is so', () => {\n${table}`);
  expect(found.map(({ items }) => items)).toEqual([[7], [8]]);
  expect(found.map(({ title }) => fixedPartOf(title))).toEqual(['item 7: it is so', 'item 8: sees ']);
});

test('judgeItems() leaves an item open without a test, or with one that failed, whatever is said of it', () => {
  const ran = (passed: boolean) => [{ file: 'apps/server/a.test.ts', title: 'a', items: [1], passed }];
  const items = [{ item: 1, of: 'app', asks: 'this' }] as const;
  const because = (state: 'superseded' | 'not_applicable') => [{ item: 1, state, reason: 'because' }];
  expect(judgeItems(items, [], [])).toMatchObject([{ state: 'open' }]);
  expect(judgeItems(items, [], ran(true))).toMatchObject([{ state: 'passed', reasons: [] }]);
  expect(judgeItems(items, [], ran(false))).toMatchObject([{ state: 'open' }]);
  expect(judgeItems(items, because('superseded'), [])).toMatchObject([{ state: 'superseded' }]);
  expect(judgeItems(items, because('superseded'), ran(true))).toMatchObject([{ state: 'superseded' }]);
  expect(judgeItems(items, because('superseded'), ran(false))).toMatchObject([{ state: 'open' }]);
  expect(judgeItems(items, because('not_applicable'), [])).toMatchObject([{ state: 'not_applicable' }]);
  expect(judgeItems(items, because('not_applicable'), ran(true))).toMatchObject([{ state: 'passed' }]);
});

test('judgeItems() asks both halves of an item of both products, each shown by its own tests', () => {
  const items = [{ item: 1, of: 'both', asks: 'this' }] as const;
  const at = (file: string, passed = true) => ({ file, title: file, items: [1], passed });
  const app = at('apps/server/a.test.ts');
  const portal = at('apps/lonja/a.test.ts');
  const spared = [{ item: 1, of: 'portal', state: 'not_applicable', reason: 'because' }] as const;
  expect(judgeItems(items, [], [app, portal])).toMatchObject([{ state: 'passed' }]);
  expect(judgeItems(items, [], [app])).toMatchObject([
    { state: 'open', reasons: ['portal: no test names it'] },
  ]);
  expect(judgeItems(items, spared, [app])).toMatchObject([{ state: 'passed', reasons: ['portal: because'] }]);
  expect(judgeItems(items, spared, [portal])).toMatchObject([{ state: 'open' }]);
  expect(judgeItems(items, [], [app, at('apps/lonja/b.test.ts', false)])).toMatchObject([{ state: 'open' }]);
  const ofPortal = [{ item: 1, of: 'portal', asks: 'this' }] as const;
  expect(judgeItems(ofPortal, [], [app])).toMatchObject([{ state: 'open', tests: [] }]);
});
