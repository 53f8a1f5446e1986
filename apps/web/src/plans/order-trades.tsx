// The trades of an order, each with amount, price and fee.
import { formatQuantityText } from '@mandato/messages/format';
import type { OrderView, PlanView } from '@mandato/server/api-contract/plan-contract';
import { DataTable } from '@mandato/ui/data-table';
import { formatMoment } from '../words/moment.ts';
import { formatPrice } from '../words/price.ts';
import { useWords } from '../words/words.tsx';

export function OrderTrades({ order, plan }: { order: OrderView; plan: PlanView }) {
  const { text, locale } = useWords();
  const base = plan.base.toUpperCase();
  const quote = plan.quote.toUpperCase();
  return (
    <div className="mt-1 rounded-xl bg-sunken px-4 py-3">
      <DataTable
        caption={text('order.fills')}
        rows={order.fills}
        rowKey={(fill) => fill.tradeId}
        columns={[
          {
            id: 'amount',
            header: text('common.amount'),
            isRowHeader: true,
            cell: (fill) => (
              <span className="tabular-nums">
                {formatQuantityText(locale, fill.quantity, plan.base)} {base}
              </span>
            ),
          },
          {
            id: 'price',
            header: text('common.price'),
            align: 'end',
            cell: (fill) => (
              <span className="tabular-nums">
                {formatPrice(locale, fill.price)} {quote}
              </span>
            ),
          },
          {
            id: 'total',
            header: text('common.total'),
            align: 'end',
            cell: (fill) => (
              <span className="tabular-nums">
                {formatQuantityText(locale, fill.notional, plan.quote)} {quote}
              </span>
            ),
          },
          {
            id: 'fee',
            header: text('common.fee'),
            align: 'end',
            cell: (fill) => (
              <span className="tabular-nums">
                {formatQuantityText(locale, fill.fee, fill.feeAsset)} {fill.feeAsset.toUpperCase()}
              </span>
            ),
          },
          {
            id: 'at',
            header: text('common.date'),
            align: 'end',
            cell: (fill) => <time dateTime={fill.at}>{formatMoment(locale, fill.at, plan.zone)}</time>,
          },
        ]}
      />
    </div>
  );
}
