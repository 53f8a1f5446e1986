// Orders that ended and fills, page by page; the first page is asked again when there is something new.
import type { PortalFill, PortalOrder } from '@mandato/lonja/api-contract/trade-contract';
import { Button } from '@mandato/ui/button';
import { type DataColumn, DataTable } from '@mandato/ui/data-table';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { bookCurrencies } from '../market/book-name.ts';
import { useWords, type Words } from '../messages/use-words.ts';
import { askPortal } from '../session/ask-portal.ts';
import { Waiting } from '../shell/waiting.tsx';
import { amountText } from './amount-text.ts';
import { askedText, Moment, OrderName, TwoLines } from './order-words.tsx';

export interface HistoryTableProps {
  book: string | null;
  endedOrders: number;
  /** Asked again when it is another. */
  dials: string;
}

export function HistoryTable({ book, endedOrders, dials }: HistoryTableProps) {
  const words = useWords();
  const { text } = words;
  const [marker, setMarker] = useState<number | null>(null);
  const page = useQuery({
    queryKey: ['orderHistory', book, dials, marker, marker === null ? endedOrders : 0],
    queryFn: () => askPortal('orderHistory', { book, marker }),
    placeholderData: keepPreviousData,
  });
  return (
    <Waiting query={page}>
      {({ orders, next }) => (
        <Page isFirst={marker === null} next={next} onMarker={setMarker}>
          <DataTable
            caption={text('mine.history')}
            rows={orders}
            rowKey={({ orderId }) => orderId}
            columns={orderColumns(words)}
            empty={<p className="py-6 text-center text-sm text-soft">{text('mine.noHistory')}</p>}
          />
        </Page>
      )}
    </Waiting>
  );
}

export interface FillsTableProps {
  book: string | null;
  newest: number;
  /** Asked again when it is another. */
  dials: string;
}

export function FillsTable({ book, newest, dials }: FillsTableProps) {
  const words = useWords();
  const { text } = words;
  const [marker, setMarker] = useState<number | null>(null);
  const page = useQuery({
    queryKey: ['fills', book, dials, marker, marker === null ? newest : 0],
    queryFn: () => askPortal('fills', { book, marker }),
    placeholderData: keepPreviousData,
  });
  return (
    <Waiting query={page}>
      {({ fills, next }) => (
        <Page isFirst={marker === null} next={next} onMarker={setMarker}>
          <DataTable
            caption={text('mine.fills')}
            rows={fills}
            rowKey={({ tradeId, orderId }) => `${tradeId}-${orderId}`}
            columns={fillColumns(words)}
            empty={<p className="py-6 text-center text-sm text-soft">{text('mine.noFills')}</p>}
          />
        </Page>
      )}
    </Waiting>
  );
}

interface PageProps {
  isFirst: boolean;
  next: number | null;
  onMarker: (marker: number | null) => void;
  children: ReactNode;
}

function Page({ isFirst, next, onMarker, children }: PageProps) {
  const { text } = useWords();
  return (
    <>
      <div className="[&_table]:text-[0.8125rem] [&_td]:px-1.5 [&_th]:px-1.5">{children}</div>
      {isFirst && next === null ? null : (
        <div className="mt-2 flex justify-end gap-2">
          <Button variant="secondary" size="small" disabled={isFirst} onClick={() => onMarker(null)}>
            {text('mine.newer')}
          </Button>
          <Button variant="secondary" size="small" disabled={next === null} onClick={() => onMarker(next)}>
            {text('mine.older')}
          </Button>
        </div>
      )}
    </>
  );
}

function orderColumns({ text, locale }: Words): readonly DataColumn<PortalOrder>[] {
  return [
    {
      id: 'order',
      header: text('mine.order'),
      isRowHeader: true,
      cell: (order) => <OrderName order={order} />,
    },
    { id: 'ended', header: text('mine.ended'), cell: (order) => <Moment atMs={order.updatedAtMs} /> },
    {
      id: 'price',
      header: text('mine.price'),
      align: 'end',
      cell: (order) => {
        const average = order.averagePrice;
        return (
          <TwoLines
            top={order.price === null ? text('mine.market') : amountText(order.price, '', locale)}
            bottom={
              average === null
                ? undefined
                : `${text('mine.average')} ${amountText(toCents(average), '', locale)}`
            }
          />
        );
      },
    },
    {
      id: 'amount',
      header: text('mine.amount'),
      align: 'end',
      cell: (order) => (
        <TwoLines
          top={askedText(order, locale)}
          bottom={`${text('mine.filled')} ${amountText(order.filledAmount, bookCurrencies(order.book).base, locale)}`}
        />
      ),
    },
    {
      id: 'state',
      header: text('mine.state'),
      align: 'end',
      cell: (order) => (
        <span className="inline-block max-w-56 text-right">
          {text(`state.${order.state}`)}
          {isPlainEnd(order) ? null : (
            <span className="block text-soft text-xs">{text(`end.${order.endReason ?? 'completed'}`)}</span>
          )}
        </span>
      ),
    },
  ];
}

// Filled, or cancelled by the person: they know why.
function isPlainEnd({ endReason }: PortalOrder): boolean {
  return endReason === null || endReason === 'completed' || endReason === 'cancelled_by_owner';
}

// An average has more decimals than it has meaning; the fills show each price.
function toCents(price: string): string {
  return price.replace(/(\.\d{2})\d+$/, '$1');
}

function fillColumns({ text, locale }: Words): readonly DataColumn<PortalFill>[] {
  const amount = (value: string, currency: string) => `${amountText(value, currency, locale)} ${currency}`;
  return [
    {
      id: 'order',
      header: text('mine.order'),
      isRowHeader: true,
      cell: (fill) => <OrderName order={fill} />,
    },
    { id: 'when', header: text('mine.when'), cell: (fill) => <Moment atMs={fill.atMs} /> },
    {
      id: 'price',
      header: text('mine.price'),
      align: 'end',
      cell: (fill) => <TwoLines top={amountText(fill.price, '', locale)} />,
    },
    {
      id: 'amount',
      header: text('mine.amount'),
      align: 'end',
      cell: (fill) => (
        <TwoLines
          top={amount(fill.amount, bookCurrencies(fill.book).base)}
          bottom={amount(fill.value, bookCurrencies(fill.book).quote)}
        />
      ),
    },
    {
      id: 'fee',
      header: text('mine.fee'),
      align: 'end',
      cell: (fill) => (
        <TwoLines
          top={amount(fill.fee, fill.feeCurrency.toUpperCase())}
          bottom={text(`mine.role.${fill.role}`)}
        />
      ),
    },
  ];
}
