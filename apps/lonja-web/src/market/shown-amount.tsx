// An amount of a balance, and under it what the exchange counts with where a fault dial shows another.
import { Amount } from '@mandato/ui/amount';
import { useWords } from '../messages/use-words.ts';
import { amountText, decimalsMin } from '../trade/amount-text.ts';

export interface ShownAmountProps {
  value: string;
  /** Null where it is what is shown. */
  actual: string | null;
  currency: string;
}

export function ShownAmount({ value, actual, currency }: ShownAmountProps) {
  const { text, locale } = useWords();
  return (
    <>
      <Amount value={value} locale={locale} fractionDigitsMin={decimalsMin(currency)} />
      {actual === null || actual === value ? null : (
        <span className="block text-warning-ink text-xs">
          {text('dials.really', { amount: amountText(actual, currency, locale) })}
        </span>
      )}
    </>
  );
}
