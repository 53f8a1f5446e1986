// The order form: side, kind, prices and amount, what it comes to, and one sentence for every "no".
import type {
  PlacedOrder,
  PortalBook,
  PortalOrder,
  TradingDesk,
} from '@mandato/lonja/api-contract/trade-contract';
import { formatMoneyTrimmed } from '@mandato/primitives/money';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { classNames } from '@mandato/ui/class-names';
import { Segments } from '@mandato/ui/segments';
import { SelectField } from '@mandato/ui/select-field';
import { useStatus } from '@mandato/ui/status-region';
import { type FormEvent, useRef, useState } from 'react';
import { bookCurrencies } from '../market/book-name.ts';
import { useWords, type Words } from '../messages/use-words.ts';
import { useFocusOnFault } from '../session/use-focus-on-fault.ts';
import { usePortalCall } from '../session/use-portal-call.ts';
import { amountText } from './amount-text.ts';
import { unitsOf } from './live-book.ts';
import type { MarketView } from './market-feed.ts';
import {
  type DraftSituation,
  hasPrice,
  hasStop,
  type OrderDraft,
  type OrderKind,
  readDraft,
  withPercent,
} from './order-draft.ts';
import { AmountField, PriceField } from './order-fields.tsx';
import { OrderPreviewList } from './order-preview-list.tsx';
import { Panel } from './panel.tsx';

export interface OrderPanelProps {
  book: PortalBook;
  view: MarketView;
  desk: TradingDesk | undefined;
  draft: OrderDraft;
  onDraft: (draft: OrderDraft) => void;
  onPlaced: (placed: PlacedOrder) => void;
  isCompact: boolean;
  className?: string | undefined;
}

export function OrderPanel(props: OrderPanelProps) {
  const { book, view, desk, draft, onDraft, onPlaced, isCompact, className } = props;
  const words = useWords();
  const { text, refusal, locale } = words;
  const { base, quote } = bookCurrencies(book.book);
  const say = useStatus();
  const form = useRef<HTMLFormElement>(null);
  const [attempt, setAttempt] = useState(0);
  const [isShowing, setShowing] = useState(false);
  const place = usePortalCall('placeOrder', (placed) => {
    onPlaced(placed);
    onDraft({ ...draft, amount: '' });
    setShowing(false);
    say({
      tone: placed.order.state === 'ended' ? 'warning' : 'success',
      text: placedSentence(placed.order, words),
    });
  });
  const pays = draft.side === 'buy' ? quote : base;
  const balance = desk?.balances.find(({ currency }) => currency.toUpperCase() === pays);
  const available = balance?.available ?? null;
  const situation: DraftSituation = {
    book,
    locale,
    market: { ...book, opposite: draft.side === 'buy' ? view.asks : view.bids },
    available: available === null ? null : unitsOf(available),
  };
  const read = readDraft(draft, situation);
  useFocusOnFault(form, attempt);
  const change = (changed: Partial<OrderDraft>) => {
    place.reset();
    onDraft({ ...draft, ...changed });
  };
  function submit(event: FormEvent) {
    event.preventDefault();
    setShowing(true);
    setAttempt(attempt + 1);
    if (read.form !== null) place.send(read.form);
  }
  const faultOf = (field: 'price' | 'stop' | 'amount') =>
    faultSentence(read.faults[field], { field, isShowing, book, words, pays, available });
  const fieldProps = { draft, situation, change, faultOf, isCompact };
  return (
    <Panel title={text('order.title')} className={className} bodyClassName="overflow-y-auto">
      <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-2.5 p-3">
        <Segments
          legend={text('order.side')}
          value={draft.side}
          onValueChange={(side) => change({ side })}
          segments={[
            { value: 'buy', label: text('order.buy'), chosenClassName: 'bg-success-soft text-success-ink' },
            { value: 'sell', label: text('order.sell'), chosenClassName: 'bg-danger-soft text-danger-ink' },
          ]}
        />
        <Segments
          legend={text('order.kind')}
          size="small"
          value={draft.kind}
          onValueChange={(kind) => change({ kind })}
          segments={kinds.map((kind) => ({ value: kind, label: text(`order.kind.${kind}`) }))}
        />
        <p className="text-soft text-xs">{text(`order.kindText.${draft.kind}`)}</p>
        {hasStop(draft.kind) ? <PriceField {...fieldProps} field="stop" /> : null}
        {hasPrice(draft.kind) ? <PriceField {...fieldProps} field="price" /> : null}
        <AmountField {...fieldProps} />
        <Available
          {...{ pays, available }}
          actual={balance?.actual?.available ?? null}
          isDisabled={
            available === null ||
            unitsOf(available) === 0n ||
            (draft.side === 'buy' && hasPrice(draft.kind) && read.price.kind !== 'number')
          }
          onPercent={(percent) => change(withPercent(draft, percent, situation))}
        />
        {hasPrice(draft.kind) ? <Conditions {...{ draft, change, isCompact }} /> : null}
        <OrderPreviewList {...{ draft, read, book }} />
        {place.refusal === null ? null : <Banner tone="danger">{refusal(place.refusal)}</Banner>}
        <Button
          type="submit"
          busy={place.isBusy}
          className={classNames(
            'w-full',
            draft.side === 'buy'
              ? 'bg-success-ink text-surface hover:bg-success-ink/90'
              : 'bg-danger-ink text-surface hover:bg-danger-ink/90',
          )}
        >
          {text(`order.submit.${draft.side}`, { base })}
        </Button>
      </form>
    </Panel>
  );
}

const kinds = ['limit', 'market', 'stop_limit', 'stop'] as const satisfies readonly OrderKind[];

interface AvailableProps {
  pays: string;
  available: string | null;
  /** What the exchange counts with, where a fault dial shows another amount. */
  actual: string | null;
  isDisabled: boolean;
  onPercent: (percent: number) => void;
}

function Available({ pays, available, actual, isDisabled, onPercent }: AvailableProps) {
  const { text, locale } = useWords();
  return (
    <div className="flex flex-col gap-1.5">
      <p className="flex justify-between gap-2 text-soft text-xs tabular-nums">
        <span>{text('order.available')}</span>
        <span className="text-ink">
          {available === null ? '–' : `${amountText(available, pays, locale)} ${pays}`}
        </span>
      </p>
      {actual === null || actual === available ? null : (
        <p className="text-right text-warning-ink text-xs tabular-nums">
          {text('dials.really', { amount: `${amountText(actual, pays, locale)} ${pays}` })}
        </p>
      )}
      <div className="grid grid-cols-4 gap-1.5">
        {[25, 50, 75, 100].map((percent) => (
          <button
            key={percent}
            type="button"
            disabled={isDisabled}
            aria-label={text('order.percent', { percent })}
            onClick={() => onPercent(percent)}
            className="min-h-8 rounded-md border border-line font-medium text-soft text-xs hover:border-accent-ink hover:text-accent-ink disabled:cursor-not-allowed disabled:opacity-55"
          >
            {percent} %
          </button>
        ))}
      </div>
    </div>
  );
}

interface ConditionsProps {
  draft: OrderDraft;
  change: (changed: Partial<OrderDraft>) => void;
  isCompact: boolean;
}

function Conditions({ draft, change, isCompact }: ConditionsProps) {
  const { text } = useWords();
  return (
    <SelectField
      isCompact={isCompact}
      label={text('order.timeInForce')}
      value={draft.timeInForce}
      onChange={({ currentTarget: { value } }) =>
        change({ timeInForce: timesInForce.find((each) => each === value) ?? 'gtc' })
      }
      options={timesInForce.map((value) => ({ value, label: text(`order.timeInForce.${value}`) }))}
    />
  );
}

const timesInForce = ['gtc', 'postonly', 'ioc', 'fok'] as const;

interface FaultContext {
  field: 'price' | 'stop' | 'amount';
  isShowing: boolean;
  book: PortalBook;
  words: Words;
  pays: string;
  available: string | null;
}

// What is still empty is wrong only once somebody tried to send it; what is typed is told at once.
function faultSentence(
  fault: ReturnType<typeof readDraft>['faults']['price'],
  { field, isShowing, book, words, pays, available }: FaultContext,
): string | undefined {
  if (fault === undefined) return undefined;
  const { text, locale } = words;
  const { quote } = bookCurrencies(book.book);
  switch (fault.kind) {
    case 'missing':
      return isShowing ? text(`order.missing.${field}`) : undefined;
    case 'malformed':
      return text('order.malformed', { example: amountText('1250.5', '', locale) });
    case 'off_tick':
      return text('order.offTick', {
        tick: amountText(book.tickSize, '', locale),
        nearest: amountText(formatMoneyTrimmed(fault.nearest), '', locale),
      });
    case 'not_enough':
      return text('order.notEnough', {
        available: amountText(available ?? '0', pays, locale),
        currency: pays,
      });
    case 'below_min':
      return text('order.belowMin', { min: amountText(book.notionalMin, quote, locale), currency: quote });
  }
}

/** What became of a placed order, as a sentence. */
function placedSentence(order: PortalOrder, { text, locale }: Words): string {
  const { base, quote } = bookCurrencies(order.book);
  const currency = order.amount === null ? quote : base;
  const amount = amountText(order.amount ?? order.quoteAmount ?? '0', currency, locale);
  const what = text(`placed.${order.side}`, { amount, currency });
  const reason = order.endReason === null ? '' : text(`end.${order.endReason}`);
  return text(`placed.${order.state}`, { what, reason });
}
