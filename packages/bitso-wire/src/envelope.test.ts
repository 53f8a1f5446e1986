// Holds the envelope, the codes and the golden payloads to the bytes of the wire.

import { expect, test } from 'vitest';
import { messageOfAnyCode } from './distant-error-codes.ts';
import { failureEnvelope, failureSchema, successEnvelope, successSchema } from './envelope.ts';
import { errorMessages, httpStatusOfCode, isWireErrorCode, languageOf } from './error-codes.ts';
import { goldenPayloads } from './golden/golden-payloads.ts';
import {
  balancesSchema,
  ledgerEntrySchema,
  orderPlacedSchema,
  orderSchema,
  userTradeSchema,
} from './private-payloads.ts';
import { availableBookSchema } from './public-payloads.ts';

test('failureEnvelope() writes the golden refusals byte for byte', () => {
  expect(JSON.stringify(failureEnvelope('0379', 'en'))).toBe(goldenPayloads.insufficientBalance);
  expect(JSON.stringify(failureEnvelope('0202', 'en'))).toBe(goldenPayloads.permissionMissing);
  expect(JSON.stringify(failureEnvelope('0801', 'en'))).toBe(goldenPayloads.rateLimited);
  const message = 'Cannot perform request - nonce must be higher than 1767323049000';
  expect(JSON.stringify(failureEnvelope('0207', 'en', message))).toBe(goldenPayloads.nonceTooLow);
});

test('schemas read the golden payloads without losing a field', () => {
  const readings = [
    [availableBookSchema, goldenPayloads.availableBook],
    [userTradeSchema, goldenPayloads.userTrade],
    [ledgerEntrySchema, goldenPayloads.ledgerTrade],
    [ledgerEntrySchema, goldenPayloads.ledgerFee],
    [successSchema(balancesSchema), goldenPayloads.balance],
    [successSchema(orderPlacedSchema), goldenPayloads.orderPlaced],
    [successSchema(orderSchema.array()), goldenPayloads.openOrders],
  ] as const;
  for (const [schema, text] of readings) {
    const json: unknown = JSON.parse(text);
    expect(schema.parse(json)).toEqual(json);
  }
});

test('messageOfAnyCode() has a text of its own for every code of the reference, and one for all others', () => {
  const unknown = messageOfAnyCode('9999', 'en');
  expect(messageOfAnyCode('0379', 'es')).toBe('Saldo insuficiente');
  for (const code of [
    '0102',
    '0204',
    '0319',
    '0331',
    '0344',
    '0366',
    '0389',
    '0732',
    '1009',
    '1299',
    '1402',
  ]) {
    expect(messageOfAnyCode(code, 'en')).not.toBe(unknown);
    expect(messageOfAnyCode(code, 'es')).not.toBe(messageOfAnyCode(code, 'en'));
  }
  // Their texts were not found.
  for (const code of ['0380', '0418', '1601', '1700']) expect(messageOfAnyCode(code, 'en')).toBe(unknown);
});

test('failureSchema reads the leftovers of v2 too', () => {
  const leftover = { error: { code: 20, message: 'Unknown OrderBook nope_mxn' } };
  expect(failureSchema.parse(leftover).error.code).toBe('20');
  expect(failureSchema.safeParse(successEnvelope([])).success).toBe(false);
});

test('httpStatusOfCode() follows the category', () => {
  const statuses = ['0101', '0202', '0304', '0379', '0801', '0901', '1401', '1006'].map(httpStatusOfCode);
  expect(statuses).toEqual([500, 401, 400, 400, 420, 400, 404, 204]);
  expect(isWireErrorCode('0202') && !isWireErrorCode('9999')).toBe(true);
});

test('every code says something in both languages', () => {
  for (const [english, spanish] of Object.values(errorMessages)) {
    expect(english.length > 3 && spanish.length > 3 && String(english) !== String(spanish)).toBe(true);
  }
});

test('languageOf() takes the preferred one of the two', () => {
  expect(languageOf(null)).toBe('en');
  expect(languageOf('es-MX,es;q=0.9,en;q=0.8')).toBe('es');
  expect(languageOf('fr, en;q=0.4, es;q=0.6')).toBe('es');
  expect(languageOf('fr')).toBe('en');
});
