// What the log may hold: named fields with plain values, errors without what they were about, and nothing else.

import { Writable } from 'node:stream';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';

const canary = 'canary-93d1f0';

function logged(work: (log: ReturnType<typeof createLogger>) => void): string {
  const written: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  work(createLogger(sink));
  return written.join('');
}

test('item 70: createLogger() writes fields that are on its list, and of others only their names', () => {
  const names = [
    'password',
    'code2',
    'token',
    'cookie',
    'authorization',
    'secret',
    'sealed',
    'stepUpCode',
    'body',
  ];
  const field = fc.oneof(
    fc.constantFrom(...names),
    fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }),
  );
  const known = new Set([
    'err',
    'correlationId',
    'url',
    'file',
    'reason',
    'cause',
    'line',
    'linkId',
    'planId',
  ]);
  const more = new Set([
    'orderId',
    'intentId',
    'forgotten',
    'networkMeans',
    'count',
    'atMs',
    'code',
    'kind',
    'job',
  ]);
  const value = fc.oneof(
    fc.constant(canary),
    fc.constant({ deep: { deeper: canary } }),
    fc.constant([canary]),
    fc.constant(new Map([[canary, canary]])),
  );
  fc.assert(
    fc.property(field, value, (name, given) => {
      fc.pre(!known.has(name) && !more.has(name));
      expect(logged((log) => log.info({ [name]: given }, 'said'))).not.toContain(canary);
    }),
  );
  const text = logged((log) => log.warn({ linkId: 'link_1', reason: { deep: canary } }, 'said'));
  expect(JSON.parse(text)).toMatchObject({ linkId: 'link_1', msg: 'said', leftOut: ['reason'] });
});

test('item 70: createLogger() says what failed and where, without the parameters of a query', () => {
  const broken = Object.assign(
    new Error(`Failed query: insert into users values ($1)\nparams: ${canary},2\n${canary}`),
    {
      code: 'XX000',
      input: canary,
    },
  );
  const around = new Error('the change was not made', { cause: broken });
  const text = logged((log) => log.error({ err: around, correlationId: 'c1' }, 'a procedure failed'));
  expect(text).not.toContain(canary);
  const line: unknown = JSON.parse(text);
  expect(line).toMatchObject({ correlationId: 'c1', err: { type: 'Error', cause: { code: 'XX000' } } });
  expect(text).toContain('insert into users');
  expect(text).toContain('logger.test.ts');
  expect(logged((log) => log.error(new Error('bare')))).toContain('bare');
});
