// The JSON of a signed order for the journal by code of its own: the same bytes as the general way, in a third of its time.

import type { PlaceOrder } from '@mandato/exchange-core/engine/command';
import type { UseNonce } from './accounts/portal-command.ts';
import type { JsonBytes } from './journal/json-bytes.ts';
import type { LonjaCommand } from './sequencer-lonja.ts';

/** Adds `command` when it is a signed order at a price, which nearly all are; false for every other one. */
export function writeLonjaCommand(json: JsonBytes, command: LonjaCommand): boolean {
  if (command.domain !== 'signed' || command.command.kind !== 'place_order') return false;
  const { command: order, nonce } = command;
  if (order.terms.kind !== 'limit' || order.stop !== undefined || nonce.nonce.kind !== 'v2') return false;
  if (!isPlain(order.atMs) || !isPlain(nonce.atMs) || !isPlain(nonce.nonce.atMs)) return false;
  json.addReady(start);
  addOrder(json, order, order.terms);
  json.addReady(beforeNonce);
  addNonce(json, nonce, nonce.nonce);
  json.addReady(end);
  return true;
}

function isPlain(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function addOrder(
  json: JsonBytes,
  order: PlaceOrder,
  terms: Extract<PlaceOrder['terms'], { readonly kind: 'limit' }>,
): void {
  json.addInteger(order.atMs);
  json.addReady(beforeAccount);
  json.addText(order.account);
  json.addReady(beforeOrderId);
  json.addText(order.orderId);
  json.addReady(beforeOriginId);
  if (order.originId === null) json.addReady(nothing);
  else json.addText(order.originId);
  json.addReady(beforeBook);
  json.addText(order.book);
  json.addReady(order.side === 'buy' ? buyAt : sellAt);
  json.addBigint(terms.price);
  json.addReady(beforeQuantity);
  json.addBigint(terms.quantity);
  json.addReady(beforeTimeInForce);
  json.addText(terms.timeInForce);
}

function addNonce(
  json: JsonBytes,
  { atMs, keyId }: UseNonce,
  nonce: Extract<UseNonce['nonce'], { readonly kind: 'v2' }>,
): void {
  json.addInteger(atMs);
  json.addReady(beforeKeyId);
  json.addText(keyId);
  json.addReady(beforeText);
  json.addText(nonce.text);
  json.addReady(beforeNonceTime);
  json.addInteger(nonce.atMs);
}

const start = Buffer.from('{"domain":"signed","command":{"kind":"place_order","atMs":');
const beforeAccount = Buffer.from(',"account":');
const beforeOrderId = Buffer.from(',"orderId":');
const beforeOriginId = Buffer.from(',"originId":');
const nothing = Buffer.from('null');
const beforeBook = Buffer.from(',"book":');
const buyAt = Buffer.from(',"side":"buy","terms":{"kind":"limit","price":');
const sellAt = Buffer.from(',"side":"sell","terms":{"kind":"limit","price":');
const beforeQuantity = Buffer.from(',"quantity":');
const beforeTimeInForce = Buffer.from(',"timeInForce":');
const beforeNonce = Buffer.from('}},"nonce":{"kind":"use_nonce","atMs":');
const beforeKeyId = Buffer.from(',"keyId":');
const beforeText = Buffer.from(',"nonce":{"kind":"v2","text":');
const beforeNonceTime = Buffer.from(',"atMs":');
const end = Buffer.from('}}}');
