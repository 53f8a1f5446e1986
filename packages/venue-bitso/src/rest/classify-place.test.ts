// Which answers to an order are definite, over every code of Bitso's table and every odd answer.

import { errorMessages } from '@mandato/bitso-wire/error-codes';
import { goldenPayloads } from '@mandato/bitso-wire/golden/golden-payloads';
import type { VenueAnswer } from '@mandato/invest-core/venue/venue-answer';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { classifyPlace } from './classify-place.ts';

const answered = (status: number, body: string): VenueAnswer => ({
  kind: 'answered',
  status,
  body,
  date: null,
});
const refused = (status: number, code: string | number) =>
  classifyPlace(answered(status, JSON.stringify({ success: false, error: { code, message: 'no' } })));
const said = (status: number, code: string) => {
  const outcome = refused(status, code);
  return outcome.kind === 'rejected' ? outcome.code : outcome.kind;
};
const settlesNothing = ['0101', '0206', '0207', '0373', '0801', '0802', '1000', '1002', '1003'];
const provesExistence = ['0356', '0377', '0378'];
/** Of the table, but never of an order. */
const notOfOrders = ['0330', '0353'];

test('classifyPlace() reads a golden acceptance, and a golden refusal with its code', () => {
  expect(classifyPlace(answered(200, goldenPayloads.orderPlaced))).toEqual({
    kind: 'accepted',
    venueOrderId: 'q7Zt0LmB2xYcR4uE',
  });
  expect(classifyPlace(answered(400, goldenPayloads.insufficientBalance))).toEqual({
    kind: 'rejected',
    code: 'funds_insufficient',
    venueCode: '0379',
    venueMessage: 'Insufficient balance',
  });
  expect(classifyPlace(answered(401, goldenPayloads.permissionMissing))).toMatchObject({
    code: 'permission_missing',
  });
  expect(classifyPlace(answered(401, goldenPayloads.nonceTooLow))).toEqual({
    kind: 'lost',
    cause: 'answer_ambiguous',
    venueCode: '0207',
  });
  expect(classifyPlace(answered(420, goldenPayloads.rateLimited)).kind).toBe('lost');
});

test.each([
  ['0201', 401, 'key_invalid'],
  ['0202', 401, 'permission_missing'],
  ['0213', 401, 'address_not_allowed'],
  ['0215', 401, 'key_invalid'],
  ['0216', 401, 'account_restricted'],
  ['0326', 400, 'key_inactive'],
  ['0301', 400, 'book_unknown'],
  ['0303', 400, 'order_malformed'],
  ['0401', 400, 'price_out_of_bounds'],
  ['0404', 400, 'quantity_out_of_bounds'],
  ['0405', 400, 'notional_out_of_bounds'],
  ['0411', 400, 'book_halted'],
  ['0602', 400, 'funds_insufficient'],
  ['1001', 400, 'open_orders_too_many'],
  ['1008', 400, 'account_restricted'],
])('classifyPlace() rejects %s under %i as %s', (code, status, rejection) => {
  expect(said(status, code)).toBe(rejection);
  expect(said(500, code)).toBe('lost');
  expect(said(429, code)).toBe('lost');
});

test('classifyPlace() decides every code of the table one way, and unknown codes never definitely', () => {
  for (const code of Object.keys(errorMessages)) {
    const outcome = refused(400, code).kind;
    if (settlesNothing.includes(code) || notOfOrders.includes(code))
      expect([code, outcome]).toEqual([code, 'lost']);
    else if (provesExistence.includes(code)) expect([code, outcome]).toEqual([code, 'already_exists']);
    else expect([code, outcome]).toEqual([code, 'rejected']);
  }
  for (const code of ['0380', '0383', '1700', '9999', '1601']) expect(refused(400, code).kind).toBe('lost');
  expect(refused(400, 20).kind).toBe('lost');
});

test('classifyPlace() takes nothing that is not exactly an acceptance for one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 599 }), fc.string(), (status, body) => {
      expect(classifyPlace(answered(status, body)).kind).toBe('lost');
    }),
  );
  const odd = [
    '',
    '<html>502</html>',
    goldenPayloads.orderPlaced.slice(0, -2),
    'null',
    '[]',
    '{"success":true}',
  ];
  odd.push(
    '{"success":true,"payload":{}}',
    '{"success":true,"payload":{"oid":""}}',
    '{"payload":{"oid":"a"}}',
  );
  odd.push('{"success":true,"payload":{"oid":1}}', '{"success":false,"error":{}}', '{"success":false}');
  for (const body of odd) expect(classifyPlace(answered(200, body)).kind).toBe('lost');
  expect(classifyPlace(answered(302, goldenPayloads.orderPlaced)).kind).toBe('lost');
});

test('classifyPlace() passes on what never was an answer', () => {
  expect(classifyPlace({ kind: 'denied', code: 'book_not_allowed' })).toEqual({
    kind: 'denied',
    code: 'book_not_allowed',
  });
  expect(classifyPlace({ kind: 'not_sent', cause: 'name_not_found' })).toEqual({
    kind: 'not_sent',
    cause: 'name_not_found',
  });
  expect(classifyPlace({ kind: 'lost', cause: 'timeout' })).toEqual({
    kind: 'lost',
    cause: 'timeout',
    venueCode: null,
  });
});
