// One order: when it was due, where it stands and why, and its trades.
import { formatQuantityText } from '@mandato/messages/format';
import type { OrderView, PlanView } from '@mandato/server/api-contract/plan-contract';
import { Badge, type BadgeProps } from '@mandato/ui/badge';
import type { IconName } from '@mandato/ui/icon';
import { formatMoment } from '../words/moment.ts';
import { useWords } from '../words/words.tsx';
import { HeldOrder } from './held-order.tsx';
import { confirmingSentences, slotSentence, stateSentence } from './order-sentences.ts';
import { OrderTrades } from './order-trades.tsx';

export function OrderItem({ order, plan }: { order: OrderView; plan: PlanView }) {
  const words = useWords();
  const { text, locale } = words;
  const { tone, icon } = lookOf[order.state];
  return (
    <li className="flex flex-col gap-1.5 py-4 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h3 className="font-semibold">{slotSentence(words, order)}</h3>
        <Badge tone={tone} icon={icon}>
          {text(`order.state_${order.state}`)}
        </Badge>
      </div>
      <p className="text-soft text-sm">
        {formatMoment(locale, order.endedAt ?? order.recordedAt, plan.zone)} ·{' '}
        {formatQuantityText(locale, order.notional, plan.quote)} {plan.quote.toUpperCase()}
      </p>
      <p>{stateSentence(words, order, plan)}</p>
      {order.confirming === null ? null : (
        <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
          {confirmingSentences(words, order.confirming).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {order.cancelAskedAt === null ? null : (
        <p className="text-sm">
          {text('order.cancel_asked', { at: formatMoment(locale, order.cancelAskedAt, plan.zone) })}
        </p>
      )}
      {order.held === null ? null : <HeldOrder order={order} held={order.held} />}
      {order.fills.length === 0 ? null : <OrderTrades order={order} plan={plan} />}
      <details className="text-sm">
        <summary className="w-fit text-accent-ink">{text('common.details')}</summary>
        <dl className="mt-1 flex flex-col gap-0.5 break-all text-soft">
          <Identifier term={text('order.our_id')} value={order.orderId} />
          {order.venueOrderId === null ? null : (
            <Identifier term={text('order.venue_id')} value={order.venueOrderId} />
          )}
        </dl>
      </details>
    </li>
  );
}

function Identifier({ term, value }: { term: string; value: string }) {
  return (
    <div>
      <dt className="inline">{term}: </dt>
      <dd className="inline font-mono text-[0.8125rem]">{value}</dd>
    </div>
  );
}

const lookOf: Record<OrderView['state'], { tone: BadgeProps['tone']; icon: IconName }> = {
  recorded: { tone: 'info', icon: 'clock' },
  submitting: { tone: 'info', icon: 'clock' },
  being_confirmed: { tone: 'warning', icon: 'help' },
  acknowledged: { tone: 'info', icon: 'clock' },
  closing: { tone: 'info', icon: 'clock' },
  done: { tone: 'success', icon: 'check' },
  skipped: { tone: 'neutral', icon: 'minus' },
  held: { tone: 'danger', icon: 'alert' },
  late: { tone: 'warning', icon: 'warning' },
};
