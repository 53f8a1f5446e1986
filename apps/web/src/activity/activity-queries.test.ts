import { expect, it, vi } from 'vitest';

vi.stubGlobal('window', { location: { origin: 'http://localhost' } });
const { hasOrderUnderWay } = await import('./activity-queries.ts');

it('hasOrderUnderWay() looks at the newest line of each order', () => {
  const recorded = { orderId: 'a', code: 'order_recorded' } as const;
  const done = { orderId: 'a', code: 'order_done' } as const;
  expect(hasOrderUnderWay([recorded])).toBe(true);
  expect(hasOrderUnderWay([done, recorded])).toBe(false);
  expect(hasOrderUnderWay([{ orderId: 'b', code: 'order_being_confirmed' }, done, recorded])).toBe(true);
  expect(hasOrderUnderWay([{ orderId: null, code: 'signed_in' }])).toBe(false);
});
