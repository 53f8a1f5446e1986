// An order on its way in, as numbers: what `placeOrder` works on, filled in anew for every order.

import { Amount, setUnits } from '../ledger/split-money.ts';
import {
  fok,
  gtc,
  ioc,
  limitKind,
  marketNotionalKind,
  marketQuantityKind,
  packTerms,
  postonly,
} from '../store/order-codes.ts';
import { numberOfId, packId } from '../store/packed-id.ts';
import type { OrderTerms, PlaceOrder, TimeInForce } from './command.ts';
import type { AccountState, BookState } from './state.ts';

/** Anything that no book allows, as a price or a quantity. */
const tooMuch = Number.MAX_SAFE_INTEGER;
const askedMax = 10n ** 22n;

/** The numbers of a request; prices and lots are safe integers of 10^-8. */
export class OrderRequest {
  account: AccountState;
  book: BookState;
  /** Its packed id and the number in that. */
  readonly id = new Int32Array(3);
  idNumber = 0;
  originId: string | null = null;
  /** Packed by `packTerms`. */
  terms = 0;
  isSell = false;
  kind = limitKind;
  /** 0 when it is none or on no tick. */
  price = 0;
  ticks = 0;
  /** 0 for orders by notional, and when it is not positive. */
  lots = 0;
  /** The notional that a market order asks for. */
  readonly asked = new Amount();
  /** How much worse than the best price a market order may go; -1 for any. */
  slippagePpm = -1;
  /** The trigger; -1 for none, 0 when it is on no tick. */
  stop = -1;
  stopTicks = 0;

  constructor(account: AccountState, book: BookState) {
    this.account = account;
    this.book = book;
  }

  /** Takes over what `command` asks for. */
  read(command: PlaceOrder): void {
    const { terms } = command;
    packId(this.id, 0, command.orderId);
    this.idNumber = numberOfId(this.id, 0);
    this.originId = command.originId;
    this.isSell = command.side === 'sell';
    this.readTerms(terms);
    this.readStop(command.stop ?? null);
  }

  readTerms(terms: OrderTerms): void {
    const { tick } = this.book;
    this.price = 0;
    this.ticks = 0;
    if (terms.kind === 'limit') {
      this.kind = limitKind;
      this.slippagePpm = -1;
      this.lots = safeUnits(terms.quantity);
      this.price = onTick(terms.price, tick);
      this.ticks = Math.round(this.price / tick);
      this.terms = packTerms(this.isSell, limitKind, timeCode(terms.timeInForce));
      return;
    }
    this.slippagePpm = terms.slippagePpm ?? -1;
    const isByNotional = terms.kind === 'market_notional';
    this.kind = isByNotional ? marketNotionalKind : marketQuantityKind;
    this.lots = isByNotional ? 0 : safeUnits(terms.quantity);
    this.ask(isByNotional ? terms.notional : 0n);
    this.terms = packTerms(this.isSell, this.kind, ioc);
  }

  /** Sets the notional asked for; more than any book allows stands for all such amounts, 0 for negative ones. */
  ask(notional: bigint): void {
    const capped = notional < askedMax ? notional : askedMax;
    setUnits(this.asked, capped > 0n ? capped : 0n);
  }

  readStop(stop: bigint | null): void {
    const { tick } = this.book;
    this.stop = stop === null ? -1 : onTick(stop, tick);
    this.stopTicks = this.stop < 0 ? 0 : Math.round(this.stop / tick);
  }
}

function timeCode(timeInForce: TimeInForce): number {
  if (timeInForce === 'gtc') return gtc;
  if (timeInForce === 'ioc') return ioc;
  return timeInForce === 'fok' ? fok : postonly;
}

/** The number, 0 when it is not positive, and more than any book allows when it is not safe. */
export function safeUnits(units: bigint): number {
  const number = Number(units);
  if (number <= 0) return 0;
  return number < tooMuch ? number : tooMuch;
}

/** The price as a number, or 0 when it is not a positive multiple of the tick. */
export function onTick(price: bigint, tick: number): number {
  const number = Number(price);
  if (number >= tooMuch) return price % BigInt(tick) === 0n ? tooMuch : 0;
  return number > 0 && Math.floor(number / tick) * tick === number ? number : 0;
}
