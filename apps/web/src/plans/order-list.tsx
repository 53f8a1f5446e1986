// The orders of a plan, newest first, a page at a time.
import type { OrderView, PlanView } from '@mandato/server/api-contract/plan-contract';
import { Button } from '@mandato/ui/button';
import { Card } from '@mandato/ui/card';
import { EmptyState } from '@mandato/ui/empty-state';
import { useState } from 'react';
import { useWords } from '../words/words.tsx';
import { OrderItem } from './order-item.tsx';

const pageLength = 20;

export function OrderList({ plan, orders }: { plan: PlanView; orders: readonly OrderView[] }) {
  const { text } = useWords();
  const [shownMax, setShownMax] = useState(pageLength);
  return (
    <Card title={text('plan.orders')}>
      {orders.length === 0 ? (
        <EmptyState icon="list" title={text('plan.orders_empty')} />
      ) : (
        <ul className="divide-y divide-line">
          {orders.slice(0, shownMax).map((order) => (
            <OrderItem key={order.orderId} order={order} plan={plan} />
          ))}
        </ul>
      )}
      {orders.length > shownMax ? (
        <Button
          variant="secondary"
          className="mt-4"
          icon="chevron-down"
          onClick={() => setShownMax(shownMax + pageLength)}
        >
          {text('common.show_more')}
        </Button>
      ) : null}
    </Card>
  );
}
