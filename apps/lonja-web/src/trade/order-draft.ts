// The order form while it is filled in: what it comes to, and what is wrong with it before it is sent.
import type { OrderForm, PortalBook } from '@mandato/lonja/api-contract/trade-contract';
import { unitsPerWhole } from '@mandato/primitives/money';
import { divideDown, divideHalfEven } from '@mandato/primitives/rounding';
import { type Side, unitsOf } from './live-book.ts';
import { type Market, type OrderPreview, previewOrder } from './preview-order.ts';
import { readTypedDecimal, type TypedDecimal, writeTypedDecimal } from './typed-decimal.ts';

export type OrderKind = OrderForm['kind'];

export interface OrderDraft {
  side: Side;
  kind: OrderKind;
  /** As typed. */
  price: string;
  stop: string;
  amount: string;
  amountIn: 'base' | 'quote';
  timeInForce: OrderForm['timeInForce'];
}

export const emptyDraft: OrderDraft = {
  side: 'buy',
  kind: 'limit',
  price: '',
  stop: '',
  amount: '',
  amountIn: 'base',
  timeInForce: 'gtc',
};

export function hasPrice(kind: OrderKind): boolean {
  return kind === 'limit' || kind === 'stop_limit';
}

export function hasStop(kind: OrderKind): boolean {
  return kind === 'stop' || kind === 'stop_limit';
}

/** The currency that the amount is in: orders with a price are always in base. */
export function amountUnit({ kind, amountIn }: OrderDraft): 'base' | 'quote' {
  return hasPrice(kind) ? 'base' : amountIn;
}

export type FieldFault =
  | { readonly kind: 'missing' | 'malformed' }
  | { readonly kind: 'off_tick'; readonly nearest: bigint }
  | { readonly kind: 'not_enough' | 'below_min' };

export interface ReadDraft {
  readonly price: TypedDecimal;
  readonly stop: TypedDecimal;
  readonly amount: TypedDecimal;
  readonly preview: OrderPreview | null;
  readonly faults: Readonly<Partial<Record<'price' | 'stop' | 'amount', FieldFault>>>;
  /** What to send; null while something is wrong. */
  readonly form: OrderForm | null;
}

export interface DraftSituation {
  readonly book: PortalBook;
  readonly market: Market;
  readonly locale: string;
  /** Of the currency that the order pays with, in units of 10^-8; null while it is not known. */
  readonly available: bigint | null;
}

export function readDraft(draft: OrderDraft, situation: DraftSituation): ReadDraft {
  const { book, market, locale, available } = situation;
  const price = readTypedDecimal(draft.price, locale);
  const stop = readTypedDecimal(draft.stop, locale);
  const amount = readTypedDecimal(draft.amount, locale);
  const preview = previewOf(draft, { price, amount }, market);
  const tick = unitsOf(book.tickSize);
  const priceFault = hasPrice(draft.kind) ? priceFaultOf(price, tick) : null;
  const stopFault = hasStop(draft.kind) ? priceFaultOf(stop, tick) : null;
  const amountFault = amountFaultOf(amount, preview, {
    available,
    notionalMin: unitsOf(book.notionalMin),
    draft,
  });
  const faults = {
    ...(priceFault === null ? {} : { price: priceFault }),
    ...(stopFault === null ? {} : { stop: stopFault }),
    ...(amountFault === null ? {} : { amount: amountFault }),
  };
  const isReady = Object.keys(faults).length === 0 && amount.kind === 'number';
  const form: OrderForm | null = isReady
    ? {
        book: book.book,
        side: draft.side,
        kind: draft.kind,
        amountIn: amountUnit(draft),
        amount: amount.text,
        price: hasPrice(draft.kind) && price.kind === 'number' ? price.text : null,
        stop: hasStop(draft.kind) && stop.kind === 'number' ? stop.text : null,
        timeInForce: hasPrice(draft.kind) ? draft.timeInForce : 'gtc',
      }
    : null;
  return { price, stop, amount, preview, faults, form };
}

function priceFaultOf(price: TypedDecimal, tick: bigint): FieldFault | null {
  if (price.kind !== 'number') return { kind: price.kind };
  if (tick === 0n || price.units % tick === 0n) return null;
  const steps = divideHalfEven(price.units, tick);
  return { kind: 'off_tick', nearest: (steps > 0n ? steps : 1n) * tick };
}

function amountFaultOf(
  amount: TypedDecimal,
  preview: OrderPreview | null,
  limits: { readonly available: bigint | null; readonly notionalMin: bigint; readonly draft: OrderDraft },
): FieldFault | null {
  if (amount.kind !== 'number') return { kind: amount.kind };
  if (preview === null) return null;
  const { draft, available, notionalMin } = limits;
  const pays = draft.side === 'buy' && amountUnit(draft) === 'quote' ? amount.units : preview.pays;
  if (available !== null && !hasStop(draft.kind) && pays > available) return { kind: 'not_enough' };
  const value = preview.now.notional + preview.later.notional;
  return !preview.isTooThin && value > 0n && value < notionalMin ? { kind: 'below_min' } : null;
}

function previewOf(
  draft: OrderDraft,
  { price, amount }: { readonly price: TypedDecimal; readonly amount: TypedDecimal },
  market: Market,
): OrderPreview | null {
  if (amount.kind !== 'number') return null;
  const isLimit = hasPrice(draft.kind);
  if (isLimit && price.kind !== 'number') return null;
  return previewOrder(
    {
      side: draft.side,
      price: isLimit && price.kind === 'number' ? price.units : null,
      amount:
        amountUnit(draft) === 'base'
          ? { in: 'base', quantity: amount.units }
          : { in: 'quote', notional: amount.units },
    },
    market,
  );
}

/**
 * The draft with so many percent of what is available. A market buy is then by quote, which spends exactly that;
 * a sell is always in base, which is what it pays with.
 */
export function withPercent(draft: OrderDraft, percent: number, situation: DraftSituation): OrderDraft {
  const { available, locale } = situation;
  if (available === null) return draft;
  const share = divideDown(available * BigInt(percent), 100n);
  if (draft.side === 'sell') return { ...draft, amountIn: 'base', amount: writeTypedDecimal(share, locale) };
  if (!hasPrice(draft.kind)) {
    return { ...draft, amountIn: 'quote', amount: writeTypedDecimal(share, locale) };
  }
  const price = readTypedDecimal(draft.price, locale);
  if (price.kind !== 'number') return draft;
  return { ...draft, amount: writeTypedDecimal(divideDown(share * unitsPerWhole, price.units), locale) };
}

/** One step of the book up or down from what is typed. */
export function stepPrice(typed: string, steps: 1 | -1, { book, locale }: DraftSituation): string {
  const tick = unitsOf(book.tickSize);
  const price = readTypedDecimal(typed, locale);
  const from = price.kind === 'number' ? price.units : unitsOf(book.last ?? '0');
  const next = (from / tick + BigInt(steps)) * tick;
  return next > 0n ? writeTypedDecimal(next, locale) : typed;
}

/** How far a price lies on the side of the last one that costs us, in whole percent; 0 when it does not. */
export function adversePercent(side: Side, price: bigint, last: bigint): bigint {
  if (last === 0n) return 0n;
  const distance = side === 'buy' ? price - last : last - price;
  return distance > 0n ? (distance * 100n) / last : 0n;
}
