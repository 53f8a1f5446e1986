// Rows and columns that become cards where there is no room; roles are spelled out so that the cards stay a table.
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface DataColumn<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** `end` for numbers and for the actions of a row. */
  align?: 'start' | 'end' | undefined;
  /** The cell that names the row; the title of its card. */
  isRowHeader?: boolean | undefined;
  /** No label beside the cell on cards: buttons explain themselves. */
  isLabelHidden?: boolean | undefined;
}

export interface DataTableProps<Row> {
  /** Read by screen readers before the table. */
  caption: string;
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Shown in place of the table when there are no rows. */
  empty?: ReactNode | undefined;
}

export function DataTable<Row>({ caption, columns, rows, rowKey, empty }: DataTableProps<Row>) {
  if (rows.length === 0 && empty !== undefined) return <>{empty}</>;
  const look = columns.length <= 3 ? looks.few : looks.many;
  return (
    <div className="@container min-w-0">
      <table {...roles.table} className={classNames('w-full text-[0.95rem]', look.table)}>
        <caption className="sr-only">{caption}</caption>
        <thead {...roles.rowgroup} className={look.head}>
          <tr {...roles.row}>
            {columns.map((column) => (
              <th
                key={column.id}
                {...roles.columnheader}
                scope="col"
                className={classNames(
                  'border-line border-b px-3 pb-2 font-medium text-sm text-soft first:pl-0 last:pr-0',
                  column.align === 'end' ? 'text-right' : 'text-left',
                )}
              >
                {column.isLabelHidden === true ? (
                  <span className="sr-only">{column.header}</span>
                ) : (
                  column.header
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...roles.rowgroup} className={classNames('divide-y divide-line', look.body)}>
          {rows.map((row) => (
            <tr key={rowKey(row)} {...roles.row} className={look.row}>
              {columns.map((column) => (
                <DataCell key={column.id} column={column} row={row} look={look} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface DataCellProps<Row> {
  column: DataColumn<Row>;
  row: Row;
  look: Look;
}

function DataCell<Row>({ column, row, look }: DataCellProps<Row>) {
  const isHeader = column.isRowHeader === true;
  const Cell = isHeader ? 'th' : 'td';
  const hasLabel = !isHeader && column.isLabelHidden !== true;
  return (
    <Cell
      {...(isHeader ? { role: 'rowheader', scope: 'row' } : { role: 'cell' })}
      className={classNames(
        'text-left',
        look.cell,
        isHeader ? 'font-semibold' : 'font-normal',
        column.align === 'end' ? look.cellEnd : undefined,
      )}
    >
      {hasLabel ? (
        <span aria-hidden="true" className={classNames('shrink-0 text-sm text-soft', look.label)}>
          {column.header}
        </span>
      ) : null}
      <div className={classNames('min-w-0 break-words', hasLabel ? look.labelled : undefined)}>
        {column.cell(row)}
      </div>
    </Cell>
  );
}

/** Said again because some browsers drop the roles of a table that is laid out as blocks. */
const roles = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
} as const;

/** Measured on the room the table has, not on the window: up to three columns need less of it. */
const looks = {
  few: {
    table: 'block @xs:table @xs:border-collapse',
    head: '@max-xs:sr-only',
    body: 'block @xs:table-row-group',
    row: 'block py-3 first:pt-0 last:pb-0 @xs:table-row',
    cell: 'flex items-baseline justify-between gap-4 py-1 @xs:table-cell @xs:px-2 @xs:py-2.5 @xs:align-middle @xs:first:pl-0 @xs:last:pr-0',
    cellEnd: '@xs:text-right',
    label: '@xs:hidden',
    labelled: '@max-xs:text-right',
  },
  many: {
    table: 'block @xl:table @xl:border-collapse',
    head: '@max-xl:sr-only',
    body: 'block @xl:table-row-group',
    row: 'block py-3 first:pt-0 last:pb-0 @xl:table-row',
    cell: 'flex items-baseline justify-between gap-4 py-1 @xl:table-cell @xl:px-3 @xl:py-3 @xl:align-middle @xl:first:pl-0 @xl:last:pr-0',
    cellEnd: '@xl:text-right',
    label: '@xl:hidden',
    labelled: '@max-xl:text-right',
  },
} as const;

type Look = (typeof looks)['few' | 'many'];
