// The number fields of the order form: prices that step with the arrow keys, and the amount in either currency.
import { Segments } from '@mandato/ui/segments';
import { TextField } from '@mandato/ui/text-field';
import type { KeyboardEvent } from 'react';
import { bookCurrencies } from '../market/book-name.ts';
import { useWords } from '../messages/use-words.ts';
import { amountUnit, type DraftSituation, hasPrice, type OrderDraft, stepPrice } from './order-draft.ts';

export interface OrderFieldProps {
  draft: OrderDraft;
  situation: DraftSituation;
  change: (changed: Partial<OrderDraft>) => void;
  faultOf: (field: 'price' | 'stop' | 'amount') => string | undefined;
  isCompact: boolean;
}

/** The field into which a price of the book goes, and the one that is next after it. */
export const fieldIds = { price: 'order-price', amount: 'order-amount' } as const;

export function PriceField(props: OrderFieldProps & { field: 'price' | 'stop' }) {
  const { field, draft, situation, change, faultOf, isCompact } = props;
  const { text } = useWords();
  const { quote } = bookCurrencies(situation.book.book);
  const set = (typed: string) => change(field === 'price' ? { price: typed } : { stop: typed });
  function step(event: KeyboardEvent) {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    set(stepPrice(draft[field], event.key === 'ArrowUp' ? 1 : -1, situation));
  }
  return (
    <TextField
      {...numberField}
      isCompact={isCompact}
      id={field === 'price' ? fieldIds.price : undefined}
      label={text(field === 'price' ? 'order.price' : 'order.stop')}
      suffix={<span className="text-sm">{quote}</span>}
      value={draft[field]}
      onChange={(event) => set(event.currentTarget.value)}
      onKeyDown={step}
      error={faultOf(field)}
    />
  );
}

export function AmountField({ draft, situation, change, faultOf, isCompact }: OrderFieldProps) {
  const { text } = useWords();
  const { base, quote } = bookCurrencies(situation.book.book);
  const unit = amountUnit(draft);
  return (
    <div className="flex flex-col gap-2">
      {hasPrice(draft.kind) ? null : (
        <Segments
          legend={text('order.amountIn')}
          size="small"
          value={unit}
          onValueChange={(amountIn) => change({ amountIn, amount: '' })}
          segments={[
            { value: 'base', label: `${text('order.amountIn')} ${base}` },
            { value: 'quote', label: `${text('order.amountIn')} ${quote}` },
          ]}
        />
      )}
      <TextField
        {...numberField}
        isCompact={isCompact}
        id={fieldIds.amount}
        label={text('order.amount')}
        suffix={<span className="text-sm">{unit === 'base' ? base : quote}</span>}
        value={draft.amount}
        onChange={(event) => change({ amount: event.currentTarget.value })}
        error={faultOf('amount')}
      />
    </div>
  );
}

const numberField = {
  inputMode: 'decimal',
  autoComplete: 'off',
  spellCheck: false,
  inputClassName: 'text-right tabular-nums',
} as const;
