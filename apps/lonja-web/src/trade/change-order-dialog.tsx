// New terms for an open order: what is not touched stays as it is.
import type { PortalOrder, TradingDesk } from '@mandato/lonja/api-contract/trade-contract';
import { Banner } from '@mandato/ui/banner';
import { Button } from '@mandato/ui/button';
import { Dialog, DialogFooter } from '@mandato/ui/dialog';
import { useStatus } from '@mandato/ui/status-region';
import { TextField } from '@mandato/ui/text-field';
import { type FormEvent, useRef, useState } from 'react';
import { bookCurrencies } from '../market/book-name.ts';
import { useWords } from '../messages/use-words.ts';
import { useFocusOnFault } from '../session/use-focus-on-fault.ts';
import { usePortalCall } from '../session/use-portal-call.ts';
import { amountText } from './amount-text.ts';
import { unitsOf } from './live-book.ts';
import { orderSentence } from './order-words.tsx';
import { readTypedDecimal, writeTypedDecimal } from './typed-decimal.ts';

export interface ChangeOrderDialogProps {
  order: PortalOrder;
  tickSize: string;
  onDesk: (desk: TradingDesk) => void;
  onClose: () => void;
}

type Field = 'stop' | 'price' | 'amount';

export function ChangeOrderDialog({ order, tickSize, onDesk, onClose }: ChangeOrderDialogProps) {
  const words = useWords();
  const { text, refusal, locale } = words;
  const say = useStatus();
  const { base, quote } = bookCurrencies(order.book);
  const before: Readonly<Record<Field, string | null>> = {
    stop: order.stop,
    price: order.price,
    amount: order.amount ?? order.quoteAmount,
  };
  const fields = (['stop', 'price', 'amount'] as const).filter((field) => before[field] !== null);
  const [typed, setTyped] = useState<Readonly<Record<Field, string>>>(() => ({
    stop: typedOf(before.stop, locale),
    price: typedOf(before.price, locale),
    amount: typedOf(before.amount, locale),
  }));
  const [attempt, setAttempt] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const change = usePortalCall('changeOrder', (desk) => {
    onDesk(desk);
    const changed = desk.openOrders.find(({ orderId }) => orderId === order.orderId) ?? order;
    say({ tone: 'success', text: text('mine.changed', { what: orderSentence(changed, words) }) });
    onClose();
  });
  useFocusOnFault(form, attempt);
  const faults = new Map(fields.map((field) => [field, faultOf(field)]));
  function faultOf(field: Field): string | undefined {
    const read = readTypedDecimal(typed[field], locale);
    if (read.kind === 'missing') return text(`order.missing.${field}`);
    if (read.kind === 'malformed')
      return text('order.malformed', { example: amountText('1250.5', '', locale) });
    const isOffTick = field !== 'amount' && read.units % unitsOf(tickSize) !== 0n;
    return isOffTick ? refusal('price_off_tick') : undefined;
  }
  function changedText(field: Field): string | null {
    const read = readTypedDecimal(typed[field], locale);
    return before[field] === null || read.kind !== 'number' || read.text === before[field] ? null : read.text;
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    setAttempt(attempt + 1);
    if ([...faults.values()].some((fault) => fault !== undefined)) return;
    const terms = { price: changedText('price'), amount: changedText('amount'), stop: changedText('stop') };
    if (Object.values(terms).every((term) => term === null)) onClose();
    else change.send({ orderId: order.orderId, ...terms });
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={text('mine.changeTitle')}
      description={`${begun(orderSentence(order, words))}. ${text('mine.changeText')}`}
      closeLabel={text('app.close')}
    >
      <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-4">
        {fields.map((field) => (
          <TextField
            key={field}
            label={text(`order.${field}`)}
            suffix={field === 'amount' && order.amount !== null ? base : quote}
            inputMode="decimal"
            autoComplete="off"
            inputClassName="text-right tabular-nums"
            value={typed[field]}
            onChange={(event) => setTyped({ ...typed, [field]: event.currentTarget.value })}
            error={attempt > 0 ? faults.get(field) : undefined}
          />
        ))}
        {change.refusal === null ? null : <Banner tone="danger">{refusal(change.refusal)}</Banner>}
        <DialogFooter>
          <Button variant="secondary" onClick={onClose}>
            {text('app.cancel')}
          </Button>
          <Button type="submit" busy={change.isBusy}>
            {text('mine.changeConfirm')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

function typedOf(text: string | null, locale: string): string {
  return text === null ? '' : writeTypedDecimal(unitsOf(text), locale);
}

// As a sentence begins.
function begun(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
