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

/** One look for an order: where it was not, or what could not be read. */
export function lookSentence(
  { text, locale }: Pick<Speech, 'text' | 'locale'>,
  look: NonNullable<OrderView['held']>['looks'][number],
): string {
  return text('order.held_look', {
    at: formatMoment(locale, look.at),
    orders: text(`order.looked_orders_${look.orders}`),
    trades: text(`order.looked_trades_${look.trades}`),
  });
}

/** What an unknown outcome is waiting for: why it is unknown, and what the last look said. */
export function confirmingSentences(
  { text, locale }: Pick<Speech, 'text' | 'locale'>,
  confirming: NonNullable<OrderView['confirming']>,
): readonly string[] {
  const { cause, since, looks, lastLook } = confirming;
  const known = causes.find((one) => one === cause);
  const because = known === undefined ? cause : text(`order.cause_${known}`);
  const looked =
    lastLook === null
      ? text('order.confirm_no_look')
      : text('order.confirm_looks', {
          count: looks,
          since: formatMoment(locale, since),
          orders: text(`order.looked_orders_${lastLook.orders}`),
          trades: text(`order.looked_trades_${lastLook.trades}`),
        });
  return [text('order.confirm_because', { cause: because }), looked];
}

/** What we believed of an order, and what came that does not fit. */
export function contradictionSentence(
  { text }: Pick<Speech, 'text'>,
  { state, event }: NonNullable<NonNullable<OrderView['held']>['contradiction']>,
): string {
  const known = states.find((one) => one === state);
  const shown = known === undefined ? state : text(`order.state_${known}`);
  const came =
    event === 'foreign_fills' || event === 'processing_failed'
      ? text(`order.event_${event}`)
      : text('order.event_else', { event });
  return text('order.held_contradiction', { state: shown, event: came });
}

const causes = [
  'timeout',
  'connection_reset',
  'answer_unreadable',
  'answer_ambiguous',
  'signer_stopped',
  'restarted',
  'looked_for_again',
] as const;

const states = [
  'recorded',
  'submitting',
  'being_confirmed',
  'acknowledged',
  'closing',
  'done',
  'skipped',
  'held',
  'late',
] as const satisfies readonly OrderView['state'][];

function aboutSentence(
  { text, locale }: Pick<Speech, 'text' | 'locale'>,
  { state, confirmUntil }: Order,
  { zone }: Currencies,
): string {
  if (state !== 'being_confirmed') return text(`order.about_${state}`);
  if (confirmUntil === null) return text('activity.order_being_confirmed');
  return text('order.about_being_confirmed', { until: formatMoment(locale, confirmUntil, zone) });
}
