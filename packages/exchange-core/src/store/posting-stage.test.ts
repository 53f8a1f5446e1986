import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NumberList } from './number-list.ts';
import { PostingStage } from './posting-stage.ts';

const commands = fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.boolean()), { maxLength: 2_000 });

test('PostingStage.empty() gives each account its postings once, in the order in which they came', () => {
  fc.assert(
    fc.property(commands, (list) => {
      const stage = new PostingStage();
      const wanted = new Map<number, number[]>();
      const found = new Map<number, NumberList>();
      const empty = (account: number): void => {
        const to = found.get(account) ?? new NumberList();
        found.set(account, to);
        stage.empty(account, to);
      };
      for (const [posting, [account, isRead]] of list.entries()) {
        wanted.set(account, [...(wanted.get(account) ?? []), posting]);
        if (stage.push(account, posting)) empty(account);
        if (isRead) empty(account);
      }
      for (const account of wanted.keys()) empty(account);
      for (const [account, postings] of wanted) expect(numbersIn(found.get(account))).toEqual(postings);
    }),
    { numRuns: 50 },
  );
});

function numbersIn(list: NumberList | undefined): number[] {
  return Array.from({ length: list?.length ?? 0 }, (_, index) => list?.at(index) ?? -1);
}
