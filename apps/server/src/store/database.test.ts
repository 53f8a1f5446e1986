// The embedded database: durable, one caller at a time, and the same types as a PostgreSQL server.

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkDurability } from './check-durability.ts';
import { users } from './schema/account-schema.ts';
import { openTemporaryDatabase, type TemporaryDatabase } from './temporary-database.ts';

let database: TemporaryDatabase;

beforeAll(async () => {
  database = await openTemporaryDatabase();
});
afterAll(() => database.discard());

test('openDatabase() proves that commits reach the disk', () => {
  expect(database.durability).toEqual({ kind: 'durable' });
});

test('checkDurability() does not trust a database that does not flush', async () => {
  const fsync = (value: string) => () => Promise.resolve({ rows: [{ fsync: value, synchronous: 'on' }] });
  expect(await checkDurability({ query: fsync('off') })).toEqual({
    kind: 'not_durable',
    reason: 'fsync_off',
  });
  const neverFlushes = { query: fsync('on'), countFsyncs: () => Promise.resolve(7) };
  expect(await checkDurability(neverFlushes)).toEqual({ kind: 'not_durable', reason: 'commit_not_flushed' });
});

test('EmbeddedPool.query() reads values as node-postgres does', async () => {
  const { rows } = await database.pool.query(
    `select 9007199254740993::int8 as big, 12.50::numeric as exact, true as yes, '{"a":[1]}'::jsonb as data,
            array['x','y"z'] as list, null as nothing, 7::int4 as small`,
  );
  expect(rows).toEqual([
    {
      big: '9007199254740993',
      exact: '12.50',
      yes: true,
      data: { a: [1] },
      list: ['x', 'y"z'],
      nothing: null,
      small: 7,
    },
  ]);
});

test('EmbeddedPool.query() passes every kind of parameter', async () => {
  const values = [5n, 1.5, true, { a: 'b' }, ['p', 'q"r'], null, 'text'];
  const { rows } = await database.pool.query({
    text: 'select $1::numeric, $2::float8, $3::bool, $4::jsonb, $5::text[], $6::text, $7::text',
    values,
    rowMode: 'array',
  });
  expect(rows).toEqual([['5', 1.5, true, { a: 'b' }, ['p', 'q"r'], null, 'text']]);
});

test('EmbeddedPool.query() answers a refused statement with its code and goes on working', async () => {
  await expect(database.pool.query('select $1::int', ['x'])).rejects.toMatchObject({ code: '22P02' });
  await expect(database.pool.query('select nothing_like_this')).rejects.toMatchObject({ code: '42703' });
  expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('Db.transaction() keeps concurrent transactions apart and undoes a failed one', async () => {
  await database.db.execute(sql`create table counters (id int primary key, value int not null)`);
  await database.db.execute(sql`insert into counters values (1, 0)`);
  const add = (fails: boolean) =>
    database.db.transaction(async (tx) => {
      const { rows } = await tx.execute<{ value: number }>(sql`select value from counters where id = 1`);
      await tx.execute(sql`update counters set value = ${(rows[0]?.value ?? 0) + 1} where id = 1`);
      if (fails) throw new Error('undo me');
    });
  const outcomes = await Promise.allSettled(Array.from({ length: 40 }, (_, index) => add(index % 4 === 0)));
  expect(outcomes.filter((outcome) => outcome.status === 'rejected')).toHaveLength(10);
  const { rows } = await database.db.execute(sql`select value from counters where id = 1`);
  expect(rows).toEqual([{ value: 30 }]);
});

test('Db.insert() names the broken constraint', async () => {
  const person = {
    userId: 'u1',
    name: 'Ana',
    email: 'ana@example.com',
    emailKey: 'ana@example.com',
    passwordHash: 'x',
    createdAt: 1,
  };
  await database.db.insert(users).values(person);
  await expect(database.db.insert(users).values({ ...person, userId: 'u2' })).rejects.toMatchObject({
    cause: { code: '23505', constraint: 'users_email_key_unique' },
  });
});
