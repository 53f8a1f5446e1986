// Writes many rows with one statement whose text never changes: the rows travel as one JSON value.

import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';

/** `insert into table …` for any number of `rows`, complete but for what the database generates. */
export function insertOf<T extends PgTable>(
  table: T,
  rows: readonly Omit<T['$inferSelect'], 'seq'>[] | readonly T['$inferSelect'][],
): SQL {
  const columns = columnsOf(table);
  return sql`insert into ${table} (${columns}) select ${columns} from ${recordsOf(table, rows)}`;
}

/** The rows as a row source of `table`'s own row type, for `from`. */
export function recordsOf<T extends PgTable>(
  table: T,
  rows: readonly Partial<Readonly<Record<string, unknown>>>[],
): SQL {
  return sql`jsonb_populate_recordset(null::${table}, ${jsonOf(rows.map((row) => namedByColumn(table, row)))}::jsonb)`;
}

/** JSON in which amounts are texts, since they do not fit a number. */
export function jsonOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));
}

/** `column = v.column` for all columns of `table` but `key`. */
export function assignmentsOf(table: PgTable, key: string): SQL {
  return sql.join(
    writable(table)
      .filter((name) => name !== key)
      .map((name) => sql`${sql.identifier(name)} = v.${sql.identifier(name)}`),
    sql`, `,
  );
}

function columnsOf(table: PgTable): SQL {
  return sql.join(
    writable(table).map((name) => sql`${sql.identifier(name)}`),
    sql`, `,
  );
}

function writable(table: PgTable): readonly string[] {
  return Object.values(getTableColumns(table))
    .filter((column) => column.generatedIdentity === undefined)
    .map(({ name }) => name);
}

function namedByColumn(table: PgTable, row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(getTableColumns(table))
      .filter(([key]) => row[key] !== undefined)
      .map(([key, { name }]) => [name, row[key]]),
  );
}
