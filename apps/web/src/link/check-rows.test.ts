import { expect, it } from 'vitest';
import { checkRows } from './check-rows.ts';

const asking = { kind: 'asking', probe: 'read_balance' } as const;
const answered = { kind: 'answered', probe: 'read_balance', status: 200, code: null } as const;
const seen = (of: Parameters<typeof checkRows>[0]) => checkRows(of).map(({ id, isDone }) => [id, isDone]);

it('checkRows() shows a question as under way until its answer takes its row', () => {
  const running = { isSealed: true, isRunning: true };
  expect(seen({ ...running, isSealed: false, steps: [] })).toEqual([['sealed', false]]);
  expect(seen({ ...running, steps: [] })).toEqual([
    ['sealed', true],
    ['starting', false],
  ]);
  const before = seen({ ...running, steps: [{ kind: 'opened' }, asking] });
  expect(before).toEqual([
    ['sealed', true],
    ['opened', true],
    ['read_balance', false],
  ]);
  const after = seen({ ...running, steps: [{ kind: 'opened' }, asking, answered] });
  expect(after).toEqual([...before.slice(0, 2), ['read_balance', true]]);
});

it('checkRows() turns nothing any more once the check has ended', () => {
  expect(seen({ isSealed: true, isRunning: false, steps: [] })).toEqual([['sealed', true]]);
});
