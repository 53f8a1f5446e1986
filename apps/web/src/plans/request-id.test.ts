import { expect, it } from 'vitest';
import { newRequestId } from './request-id.ts';

it('newRequestId() is another one each time, in the form that the API takes', () => {
  const ids = Array.from({ length: 100 }, newRequestId);
  expect(new Set(ids).size).toBe(100);
  expect(ids.every((id) => /^[A-Za-z0-9]{8,32}$/.test(id))).toBe(true);
});
