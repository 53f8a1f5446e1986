// A body of `POST /orders`, read in one fixed order of checks, so that the same mistake always gets the same code.

import { parseShortDecimal } from '@mandato/primitives/decimal';
import { unitsPerWhole } from '@mandato/primitives/money';
import { err, ok, type Result } from '@mandato/primitives/result';
import { divideDown, divideUp } from '@mandato/primitives/rounding';
import { parseJsonObject } from './json-body.ts';
import {
  isOriginId,
  type WireSide,
  type WireTimeInForce,
  wireSides,
  wireTimesInForce,
} from './order-words.ts';
import { parseWireNumber, plainText } from './wire-number.ts';

/** Amounts and prices are bigints of 10^-8; slippage is parts per million, null meaning no protection. */
export type PlaceOrderTerms =
  | {
      readonly kind: 'limit';
      readonly price: bigint;
      readonly major: bigint;
      readonly timeInForce: WireTimeInForce;
    }
  | { readonly kind: 'market_major'; readonly major: bigint; readonly slippagePpm: number | null }
  | { readonly kind: 'market_minor'; readonly minor: bigint; readonly slippagePpm: number | null };

export interface PlaceOrderRequest {
  readonly book: string;
  readonly side: WireSide;
  readonly originId: string | null;
  /** The price that sets a stop order free, in units of 10^-8; null for all other orders. */
  readonly stop: bigint | null;
  readonly terms: PlaceOrderTerms;
}

/** In order of precedence; what depends on balances and open orders is left to the exchange. */
export type PlaceOrderError =
  | '0304'
  | '0372'
  | '0303'
  | '0301'
  | '0306'
  | '0307'
  | '0308'
  | '0309'
  | '0408'
  | '0407'
  | '0302';

export interface PlaceOrderRules {
  /** The price step of a book in units of 10^-8, or null for a book that does not exist. */
  readonly tickSizeOf: (book: string) => bigint | null;
  /** Whether a limit order may give `minor`; its major is then minor / price, rounded down. */
  readonly allowsLimitInMinor: boolean;
}

/** Reads a body. Unknown fields are ignored; margin orders are refused, not quietly changed. */
export function parsePlaceOrder(
  body: string,
  rules: PlaceOrderRules,
): Result<PlaceOrderRequest, PlaceOrderError> {
  const json = parseJsonObject(body);
  if (!json.ok) return json;
  const fields = readFields(json.value);
  if (!fields.ok) return fields;
  const { book, side, type } = fields.value;
  if (book === null) return err('0303');
  const tickSize = rules.tickSizeOf(book);
  if (tickSize === null) return err('0301');
  if (side === null) return err('0303');
  const knownSide = wireSides.find((word) => word === side);
  if (knownSide === undefined) return err('0306');
  if (type === null) return err('0303');
  if (type !== 'limit' && type !== 'market') return err('0307');
  const { allowsLimitInMinor } = rules;
  const context: Context = { type, side: knownSide, tickSize, allowsLimitInMinor };
  const terms = readTerms(fields.value, context);
  if (!terms.ok) return terms;
  const stop = fields.value.stop === null ? ok(null) : readWirePrice(fields.value.stop, context);
  if (!stop.ok) return stop;
  const originId = fields.value.origin_id;
  if (originId !== null && !isOriginId(originId)) return err('0304');
  return ok({ book, side: knownSide, originId, stop: stop.value, terms: terms.value });
}

interface Fields {
  readonly book: string | null;
  readonly side: string | null;
  readonly type: string | null;
  readonly time_in_force: string | null;
  readonly origin_id: string | null;
  readonly major: string | number | null;
  readonly minor: string | number | null;
  readonly price: string | number | null;
  readonly stop: string | number | null;
  readonly slippage_tolerance: string | number | null;
  readonly hasMargin: boolean;
}

// Field by field: the same by a list of names costs five times as much, and every order comes through here.
function readFields(body: Readonly<Record<string, unknown>>): Result<Fields, '0372'> {
  const book = textOf(body['book']);
  const side = textOf(body['side']);
  const type = textOf(body['type']);
  const timeInForce = textOf(body['time_in_force']);
  const originId = textOf(body['origin_id']);
  const major = numberOf(body['major']);
  const minor = numberOf(body['minor']);
  const price = numberOf(body['price']);
  const stop = numberOf(body['stop']);
  const slippage = numberOf(body['slippage_tolerance']);
  const isWrong =
    book === undefined ||
    side === undefined ||
    type === undefined ||
    timeInForce === undefined ||
    originId === undefined ||
    major === undefined ||
    minor === undefined ||
    price === undefined ||
    stop === undefined ||
    slippage === undefined;
  if (isWrong) return err('0372');
  return ok({
    book,
    side,
    type,
    time_in_force: timeInForce,
    origin_id: originId,
    major,
    minor,
    price,
    stop,
    slippage_tolerance: slippage,
    hasMargin: (body['margin_order_type'] ?? null) !== null,
  });
}

// Null counts as not given: typed clients send it for fields that they leave out. Undefined: of another type.
function textOf(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: unknown): string | number | null | undefined {
  return typeof value === 'number' ? value : textOf(value);
}

interface Context {
  readonly type: 'limit' | 'market';
  readonly side: WireSide;
  readonly tickSize: bigint;
  readonly allowsLimitInMinor: boolean;
}

function readTerms(fields: Fields, context: Context): Result<PlaceOrderTerms, PlaceOrderError> {
  const { major, minor } = fields;
  if (major !== null && minor !== null) return err('0308');
  const amountText = major ?? minor;
  if (amountText === null) return err('0309');
  // A stop without a price is a stop-loss, whatever its type is called: once set free it takes any price.
  const isLimit = context.type === 'limit' && !(fields.stop !== null && fields.price === null);
  if (isLimit && minor !== null && !context.allowsLimitInMinor) return err('0304');
  if (fields.hasMargin) return err('0304');
  const amount = readWireAmount(amountText);
  if (!amount.ok) return amount;
  return isLimit ? limitTerms(fields, amount.value, context) : marketTerms(fields, amount.value);
}

function limitTerms(
  fields: Fields,
  amount: bigint,
  context: Context,
): Result<PlaceOrderTerms, PlaceOrderError> {
  const price = readWirePrice(fields.price, context);
  if (!price.ok) return price;
  const major = fields.minor === null ? amount : divideDown(amount * unitsPerWhole, price.value);
  if (major === 0n) return err('0408');
  const timeInForce = wireTimesInForce.find((word) => word === (fields.time_in_force ?? 'goodtillcancelled'));
  if (timeInForce === undefined) return err('0302');
  return ok({ kind: 'limit', price: price.value, major, timeInForce });
}

// A market order never rests, so the two words that promise no more than that are let through.
const marketTimesInForce: readonly string[] = ['goodtillcancelled', 'immediateorcancel'];

function marketTerms(fields: Fields, amount: bigint): Result<PlaceOrderTerms, PlaceOrderError> {
  if (!marketTimesInForce.includes(fields.time_in_force ?? 'goodtillcancelled')) return err('0302');
  const slippage = readSlippage(fields.slippage_tolerance);
  if (!slippage.ok) return slippage;
  const slippagePpm = slippage.value;
  return fields.major === null
    ? ok({ kind: 'market_minor', minor: amount, slippagePpm })
    : ok({ kind: 'market_major', major: amount, slippagePpm });
}

/** A positive amount in units of 10^-8. */
export function readWireAmount(value: string | number): Result<bigint, '0408' | '0407'> {
  const amount = parseWireNumber(value);
  if (!amount.ok) return err(amount.error === 'decimal_too_precise' ? '0407' : '0408');
  return amount.value > 0n ? amount : err('0408');
}

/**
 * A price in units of 10^-8. Digits beyond the eighth are dropped against the person who sends them, as Bitso
 * documents: up for sells, down for buys. What is left must lie on the book's step.
 */
export function readWirePrice(
  value: string | number | null,
  context: { readonly side: WireSide; readonly tickSize: bigint },
): Result<bigint, '0407'> {
  const text = typeof value === 'number' ? plainText(value) : value;
  const short = text === null ? null : parseShortDecimal(text, 8);
  if (short !== null) return onStep(short, context);
  const match = text === null ? null : /^(0|[1-9][0-9]{0,17})(?:\.([0-9]{1,20}))?$/.exec(text);
  if (match === null) return err('0407');
  const decimals = match[2] ?? '';
  if (decimals.length <= 8) return onStep(BigInt(`${match[1] ?? '0'}${decimals.padEnd(8, '0')}`), context);
  const fraction = decimals.padEnd(20, '0');
  const fine = BigInt(`${match[1] ?? '0'}${fraction}`);
  const finePerUnit = 10n ** 20n / unitsPerWhole;
  const price = context.side === 'sell' ? divideUp(fine, finePerUnit) : divideDown(fine, finePerUnit);
  return onStep(price, context);
}

function onStep(price: bigint, { tickSize }: { readonly tickSize: bigint }): Result<bigint, '0407'> {
  return price > 0n && price % tickSize === 0n ? ok(price) : err('0407');
}

// Percent in, parts per million out: 0.5 is 5000. At most 100 %.
function readSlippage(value: string | number | null): Result<number | null, '0304'> {
  if (value === null) return ok(null);
  const percent = parseWireNumber(value);
  if (!percent.ok || percent.value <= 0n || percent.value > 100n * unitsPerWhole) return err('0304');
  return ok(Number(divideDown(percent.value, unitsPerWhole / 10_000n)));
}
