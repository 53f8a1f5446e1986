// Reads the order form of a page into the terms of an order; what depends on the book and the balance is the engine's.

import type { NewTerms, OrderTerms } from '@mandato/exchange-core/engine/command';
import { parseMoney } from '@mandato/primitives/money';
import { err, ok, type Result } from '@mandato/primitives/result';
import { z } from 'zod';

const number = z.string().max(60);

/** The request of `placeOrder`. */
export const orderFormSchema = z.strictObject({
  book: z.string().max(40),
  side: z.enum(['buy', 'sell']),
  kind: z.enum(['limit', 'market', 'stop', 'stop_limit']),
  amountIn: z.enum(['base', 'quote']),
  amount: number,
  price: number.nullable(),
  stop: number.nullable(),
  timeInForce: z.enum(['gtc', 'ioc', 'fok', 'postonly']),
});
export type CheckedOrderForm = z.output<typeof orderFormSchema>;

export type OrderFormRefusal = 'price_malformed' | 'stop_malformed' | 'amount_malformed';

export interface FormTerms {
  readonly terms: OrderTerms;
  /** The trigger of stop orders, in units of 10^-8; null for all others. */
  readonly stop: bigint | null;
}

/** Terms of the order, or the first field that cannot be read. A price on a kind without one is refused, not dropped. */
export function readOrderForm(form: CheckedOrderForm): Result<FormTerms, OrderFormRefusal> {
  const hasPrice = form.kind === 'limit' || form.kind === 'stop_limit';
  const hasStop = form.kind === 'stop' || form.kind === 'stop_limit';
  const price = readOptional(form.price, hasPrice);
  if (price === 'malformed') return err('price_malformed');
  const stop = readOptional(form.stop, hasStop);
  if (stop === 'malformed') return err('stop_malformed');
  const amount = readPositive(form.amount);
  if (amount === null || (price !== null && form.amountIn === 'quote')) return err('amount_malformed');
  return ok({ stop, terms: termsOf(form, amount, price) });
}

function termsOf(form: CheckedOrderForm, amount: bigint, price: bigint | null): OrderTerms {
  if (price !== null) {
    return { kind: 'limit', price, quantity: amount, timeInForce: form.timeInForce };
  }
  return form.amountIn === 'base'
    ? { kind: 'market_quantity', quantity: amount, slippagePpm: null }
    : { kind: 'market_notional', notional: amount, slippagePpm: null };
}

/** The request of `changeOrder`. */
export const changeFormSchema = z.strictObject({
  orderId: z.string().max(64),
  price: number.nullable(),
  amount: number.nullable(),
  stop: number.nullable(),
});

/** New terms for an order; `isByQuote` says in which currency its amount is. Null stays as it is. */
export function readChangeForm(
  form: z.output<typeof changeFormSchema>,
  isByQuote: boolean,
): Result<NewTerms, OrderFormRefusal> {
  const price = readOptional(form.price, form.price !== null);
  if (price === 'malformed') return err('price_malformed');
  const stop = readOptional(form.stop, form.stop !== null);
  if (stop === 'malformed') return err('stop_malformed');
  const amount = readOptional(form.amount, form.amount !== null);
  if (amount === 'malformed') return err('amount_malformed');
  return ok({ price, stop, quantity: isByQuote ? null : amount, notional: isByQuote ? amount : null });
}

function readOptional(text: string | null, isWanted: boolean): bigint | null | 'malformed' {
  if (!isWanted) return text === null ? null : 'malformed';
  return readPositive(text ?? '') ?? 'malformed';
}

function readPositive(text: string): bigint | null {
  const units = parseMoney(text.trim());
  return units.ok && units.value > 0n ? units.value : null;
}
