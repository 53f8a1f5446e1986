// Open orders: change or cancel one, or cancel all of them.
import type { PortalBook, PortalOrder, TradingDesk } from '@mandato/lonja/api-contract/trade-contract';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { type DataColumn, DataTable } from '@mandato/ui/data-table';
import { Dialog } from '@mandato/ui/dialog';
import { useStatus } from '@mandato/ui/status-region';
import { useState } from 'react';
import { bookCurrencies } from '../market/book-name.ts';
import { useWords, type Words } from '../messages/use-words.ts';
import { usePortalCall } from '../session/use-portal-call.ts';
import { amountText } from './amount-text.ts';
import { ChangeOrderDialog } from './change-order-dialog.tsx';
import { askedText, Moment, OrderName, orderSentence, TwoLines } from './order-words.tsx';

export interface OpenOrdersProps {
  orders: readonly PortalOrder[];
  /** The one book that is shown, or null for all. */
  only: string | null;
  books: readonly PortalBook[];
  onDesk: (desk: TradingDesk) => void;
}

export function OpenOrders({ orders, only, books, onDesk }: OpenOrdersProps) {
  const words = useWords();
  const { text, refusal } = words;
  const say = useStatus();
  const [leaving, setLeaving] = useState<PortalOrder | null>(null);
  const [changing, setChanging] = useState<PortalOrder | null>(null);
  const cancel = usePortalCall('cancelOrder', (desk) => {
    onDesk(desk);
    if (leaving !== null)
      say({ tone: 'success', text: text('mine.cancelled', { what: orderSentence(leaving, words) }) });
  });
  const actions: DataColumn<PortalOrder> = {
    id: 'actions',
    header: text('mine.actions'),
    align: 'end',
    isLabelHidden: true,
    cell: (order) => (
      <span className="-mr-2 flex justify-end max-md:-ml-2 max-md:justify-start [&>button]:px-2">
        <Button
          variant="quiet"
          size="small"
          aria-label={text('mine.changeNamed', { what: orderSentence(order, words) })}
          onClick={() => setChanging(order)}
        >
          {text('mine.change')}
        </Button>
        <Button
          variant="quiet"
          size="small"
          busy={cancel.isBusy && leaving?.orderId === order.orderId}
          aria-label={text('mine.cancelNamed', { what: orderSentence(order, words) })}
          onClick={() => {
            setLeaving(order);
            cancel.send({ orderId: order.orderId });
          }}
        >
          {text('mine.cancel')}
        </Button>
      </span>
    ),
  };
  return (
    <>
      {cancel.refusal === null ? null : (
        <Banner tone="danger" className="mb-3">
          {refusal(cancel.refusal)}
        </Banner>
      )}
      <div className="[&_table]:text-[0.8125rem] [&_td]:px-1.5 [&_th]:px-1.5">
        <DataTable
          caption={text('mine.open')}
          rows={orders}
          rowKey={({ orderId }) => orderId}
          columns={[...columnsOf(words), actions]}
          empty={<p className="py-6 text-center text-sm text-soft">{text('mine.noOpen')}</p>}
        />
      </div>
      {orders.length > 1 ? <CancelAll count={orders.length} only={only} onDesk={onDesk} /> : null}
      {changing === null ? null : (
        <ChangeOrderDialog
          order={changing}
          tickSize={books.find(({ book }) => book === changing.book)?.tickSize ?? '1'}
          onDesk={onDesk}
          onClose={() => setChanging(null)}
        />
      )}
    </>
  );
}

function columnsOf({ text, locale }: Words): readonly DataColumn<PortalOrder>[] {
  return [
    {
      id: 'order',
      header: text('mine.order'),
      isRowHeader: true,
      cell: (order) => <TwoLines top={<OrderName order={order} />} bottom={text(`state.${order.state}`)} />,
    },
    { id: 'created', header: text('mine.created'), cell: (order) => <Moment atMs={order.createdAtMs} /> },
    {
      id: 'price',
      header: text('mine.price'),
      align: 'end',
      cell: (order) => priceOf(order, { text, locale }),
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
  ];
}

function priceOf(order: PortalOrder, { text, locale }: Pick<Words, 'text' | 'locale'>) {
  return (
    <TwoLines
      top={order.price === null ? text('mine.market') : amountText(order.price, '', locale)}
      bottom={order.stop === null ? undefined : `${text('mine.stop')} ${amountText(order.stop, '', locale)}`}
    />
  );
}

interface CancelAllProps {
  count: number;
  only: string | null;
  onDesk: (desk: TradingDesk) => void;
}

function CancelAll({ count, only, onDesk }: CancelAllProps) {
  const { text, refusal } = useWords();
  const say = useStatus();
  const [isAsking, setAsking] = useState(false);
  const cancel = usePortalCall('cancelOrders', (desk) => {
    onDesk(desk);
    setAsking(false);
    say({ tone: 'success', text: text('mine.allCancelled') });
  });
  return (
    <>
      <div className="mt-2 flex justify-end">
        <Button variant="secondary" size="small" icon="close" onClick={() => setAsking(true)}>
          {text('mine.cancelAll')}
        </Button>
      </div>
      <Dialog
        open={isAsking}
        onOpenChange={setAsking}
        title={text('mine.cancelAllTitle', { count })}
        description={text('mine.cancelAllText')}
        closeLabel={text('app.close')}
        footer={
          <>
            <Button variant="secondary" onClick={() => setAsking(false)}>
              {text('mine.keep')}
            </Button>
            <Button variant="danger" busy={cancel.isBusy} onClick={() => cancel.send({ book: only })}>
              {text('mine.cancelAllConfirm')}
            </Button>
          </>
        }
      >
        {cancel.refusal === null ? null : <Banner tone="danger">{refusal(cancel.refusal)}</Banner>}
      </Dialog>
    </>
  );
}
