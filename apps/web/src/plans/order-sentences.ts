// What an order's state means in words. It says "bought" only where trades are known.
import { formatLocalDate, formatQuantityText } from '@mandato/messages/format';
import type { OrderView, PlanView } from '@mandato/server/api-contract/plan-contract';
import { formatMoment } from '../words/moment.ts';
import type { Speech } from '../words/speech.ts';

type Order = Pick<OrderView, 'slotKey' | 'state' | 'reason' | 'confirmUntil' | 'fills' | 'spent' | 'bought'>;
type Currencies = Pick<PlanView, 'base' | 'quote' | 'zone'>;

/** When the order was due, by its plan's clock, or that the person asked for it. */
export function slotSentence({ text, locale }: Speech, { slotKey }: Pick<Order, 'slotKey'>): string {
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})$/.exec(slotKey) ?? [];
  if (date === undefined || time === undefined) return text('order.slot_now');
  return text('order.slot', { slot: `${formatLocalDate(locale, date)}, ${time}` });
}

/** What is known of the money comes first; a reason says more than the state alone. */
export function stateSentence({ text, reason, locale }: Speech, order: Order, plan: Currencies): string {
  if (order.fills.length > 0) {
    const bought = text('order.bought_for', {
      bought: formatQuantityText(locale, order.bought, plan.base),
      base: plan.base.toUpperCase(),
      spent: formatQuantityText(locale, order.spent, plan.quote),
      quote: plan.quote.toUpperCase(),
    });
    return order.state === 'done' ? bought : `${bought} ${aboutSentence({ text, locale }, order, plan)}`;
  }
  if (order.reason !== null) return reason(order.reason);
  return aboutSentence({ text, locale }, order, plan);
}

function aboutSentence(
  { text, locale }: Pick<Speech, 'text' | 'locale'>,
  { state, confirmUntil }: Order,
  { zone }: Currencies,
): string {
  if (state !== 'being_confirmed') return text(`order.about_${state}`);
  if (confirmUntil === null) return text('activity.order_being_confirmed');
  return text('order.about_being_confirmed', { until: formatMoment(locale, confirmUntil, zone) });
}
