// An amount of money as the person writes numbers, from plain decimal text: no float ever touches it.
import { classNames } from './class-names.ts';

export interface AmountProps {
  /** Plain decimal text: `1234.5`, `-0.00000001`. */
  value: string;
  /** `MXN`, `BTC`; shown after the number. */
  currency?: string | undefined;
  /** BCP 47: `es-MX`, `en`. */
  locale: string;
  fractionDigitsMin?: number | undefined;
  fractionDigitsMax?: number | undefined;
  /** Show `+` before what is above zero. */
  isSigned?: boolean | undefined;
  className?: string | undefined;
}

export function Amount(props: AmountProps) {
  const { currency, className } = props;
  return (
    <span className={classNames('whitespace-nowrap tabular-nums', className)}>
      {formatDecimal(props)}
      {currency === undefined ? null : <span className="ml-1 text-[0.85em] text-soft">{currency}</span>}
    </span>
  );
}

export type DecimalFormat = Omit<AmountProps, 'currency' | 'className'>;

/** The digits in the locale's form; text that is not a plain decimal is returned as it came. */
export function formatDecimal(format: DecimalFormat): string {
  const { value, locale, fractionDigitsMin = 0, fractionDigitsMax = 8, isSigned = false } = format;
  if (!isDecimalText(value)) return value;
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: fractionDigitsMin,
    maximumFractionDigits: Math.max(fractionDigitsMin, fractionDigitsMax),
    signDisplay: isSigned ? 'exceptZero' : 'auto',
  }).format(value);
}

function isDecimalText(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(text);
}
