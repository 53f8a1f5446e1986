// A body of `PATCH /orders`: what may change about an order, in the v3 form (replace) and the v4 form (modify).

import { err, ok, type Result } from '@mandato/primitives/result';
import { parseJsonObject } from './json-body.ts';
import { isOriginId, type WireSide } from './order-words.ts';
import { readWireAmount, readWirePrice } from './place-order-request.ts';

/** Which order is meant; the body's ids count only when neither path nor query names one. */
export type ChangedOrder =
  | { readonly by: 'order_id'; readonly id: string }
  | { readonly by: 'origin_id'; readonly id: string };

/** New amounts and prices in units of 10^-8; null stays as it is. Never all null. */
export interface ChangeOrderRequest {
  readonly major: bigint | null;
  readonly minor: bigint | null;
  readonly price: bigint | null;
  readonly stop: bigint | null;
  /** v3: the client's own id of the new order, or null. Always null in v4. */
  readonly originId: string | null;
  /** v4: cancel the order if it cannot be modified. Always false in v3. */
  readonly cancelIfRefused: boolean;
}

/** In order of precedence. */
export type ChangeOrderError = '0304' | '0372' | '0308' | '0360' | '0408' | '0407';

/** The order that a request names, by path, by query or (as one client does) in the body. */
export function findChangedOrder(named: {
  readonly pathId: string | null;
  readonly query: ReadonlyMap<string, string>;
  readonly body: string;
}): Result<ChangedOrder, '0304' | '0372' | '0360' | '0361'> {
  if (named.pathId !== null) return ok({ by: 'order_id', id: named.pathId });
  const oid = named.query.get('oid') || null;
  const originId = named.query.get('origin_id') || null;
  if (oid !== null && originId !== null) return err('0361');
  if (oid !== null) return ok({ by: 'order_id', id: oid });
  if (originId !== null) return ok({ by: 'origin_id', id: originId });
  const json = parseJsonObject(named.body);
  if (!json.ok) return json;
  const inBody = json.value['oid'] ?? null;
  if (inBody === null) return err('0360');
  return typeof inBody === 'string' ? ok({ by: 'order_id', id: inBody }) : err('0372');
}

/** Reads a body for an order of this side in a book of this step. */
export function parseChangeOrder(
  body: string,
  context: { readonly version: 'v3' | 'v4'; readonly side: WireSide; readonly tickSize: bigint },
): Result<ChangeOrderRequest, ChangeOrderError> {
  const json = parseJsonObject(body);
  if (!json.ok) return json;
  const fields = readFields(json.value);
  if (!fields.ok) return fields;
  const { major, minor, price, stop } = fields.value;
  if (major !== null && minor !== null) return err('0308');
  // `cancel` and a new origin id alone change nothing.
  if ([major, minor, price, stop].every((value) => value === null)) return err('0360');
  const isReplace = context.version === 'v3';
  const amounts = readAmounts(major, minor);
  if (!amounts.ok) return amounts;
  const newPrice = price === null ? ok(null) : readWirePrice(price, context);
  if (!newPrice.ok) return newPrice;
  const newStop = stop === null ? ok(null) : readWirePrice(stop, context);
  if (!newStop.ok) return newStop;
  const { originId, cancel } = fields.value;
  if (isReplace && originId !== null && !isOriginId(originId)) return err('0304');
  return ok({
    ...amounts.value,
    price: newPrice.value,
    stop: newStop.value,
    originId: isReplace ? originId : null,
    cancelIfRefused: !isReplace && cancel,
  });
}

type NumberField = string | number | null;

interface Fields {
  readonly major: NumberField;
  readonly minor: NumberField;
  readonly price: NumberField;
  readonly stop: NumberField;
  readonly originId: string | null;
  readonly cancel: boolean;
}

function readFields(body: Readonly<Record<string, unknown>>): Result<Fields, '0372'> {
  const [major, minor, price, stop] = ['major', 'minor', 'price', 'stop'].map((name) => body[name] ?? null);
  const originId = body['origin_id'] ?? null;
  const cancel = readFlag(body['cancel'] ?? null);
  if (!isNumberField(major) || !isNumberField(minor)) return err('0372');
  if (!isNumberField(price) || !isNumberField(stop)) return err('0372');
  if (originId !== null && typeof originId !== 'string') return err('0372');
  return cancel === null ? err('0372') : ok({ major, minor, price, stop, originId, cancel });
}

function isNumberField(value: unknown): value is NumberField {
  return value === null || typeof value === 'string' || typeof value === 'number';
}

// True, 1 and their texts; false, 0, their texts and nothing.
function readFlag(value: unknown): boolean | null {
  const text = String(value).toLowerCase();
  if (value === null || text === 'false' || text === '0') return false;
  return text === 'true' || text === '1' ? true : null;
}

function readAmounts(
  major: NumberField,
  minor: NumberField,
): Result<Pick<ChangeOrderRequest, 'major' | 'minor'>, '0408' | '0407'> {
  const text = major ?? minor;
  if (text === null) return ok({ major: null, minor: null });
  const amount = readWireAmount(text);
  if (!amount.ok) return amount;
  return ok(major === null ? { major: null, minor: amount.value } : { major: amount.value, minor: null });
}
