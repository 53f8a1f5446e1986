// The whole exchange as one value: it is changed by `apply` alone and read through the view functions.

import { invariant } from '@mandato/primitives/invariant';
import type { Asset } from '@mandato/primitives/money';
import { Arrival, createOrderBook, type OrderBook } from '../book/order-book.ts';
import type { BookSpec } from '../book-spec.ts';
import { CandleSeries } from '../candle/candle-series.ts';
import { FeeTable } from '../fees/fee-tier.ts';
import type { AccountId, BookId } from '../ids.ts';
import { FillRun } from '../ledger/fill-run.ts';
import { Amount, type Amounts, setUnits } from '../ledger/split-money.ts';
import { EventLog } from '../store/event-log.ts';
import { MoneyTable } from '../store/money-table.ts';
import { NumberList } from '../store/number-list.ts';
import { OpenLists } from '../store/open-lists.ts';
import { OrderStore } from '../store/order-store.ts';
import { PostingStage } from '../store/posting-stage.ts';
import { TradeStore } from '../store/trade-store.ts';

export type { OrderStatus } from '../store/order-codes.ts';

/** Money that came from outside; `entry` is the number of its ledger entry. */
export interface Funding {
  readonly fundingId: string;
  readonly asset: Asset;
  readonly amount: bigint;
  readonly method: string;
  readonly atMs: number;
  readonly entry: number;
}

/** Where an asset's amounts stand in its eight numbers of an account's money, the total first. */
export const lockedAt = 2;
export const beforeTodayAt = 4;
export const monthAt = 6;

/** What an account traded on a UTC day against a quote asset, a place in the list of assets. */
export interface DayVolume {
  readonly day: number;
  readonly asset: number;
  readonly volume: bigint;
}

const noOrders: ReadonlyMap<string, number> = new Map();

/** One account. Its orders, fills and money are rows; `postings` holds references, see `fill-refs`. */
export class AccountState {
  readonly id: AccountId;
  /** 0, 1, 2, … in the order of opening; the owner of its orders in the order books. */
  readonly index: number;
  readonly openedAtMs: number;
  /** Days before the running one whose volumes still count. */
  readonly earlierVolumes: DayVolume[] = [];
  /** Fills and fundings, ascending; read through `postingsOf`, which first adds the latest fills. */
  readonly postings = new NumberList();
  readonly fundings: Funding[] = [];
  readonly #table: MoneyTable;
  // Most accounts name no order, so that the map is made with the first name.
  #byOriginId: Map<string, number> | null = null;

  /** Adds the account's row to `table`. */
  constructor(id: AccountId, index: number, opening: { readonly table: MoneyTable; readonly atMs: number }) {
    this.id = id;
    this.index = index;
    this.openedAtMs = opening.atMs;
    this.#table = opening.table;
    opening.table.add();
  }

  /**
   * For each asset its total, what is locked of it, and (for a quote) what was traded in thirty days, before today and in all:
   * the account's part of the table, which may be written to.
   */
  get money(): Amounts {
    return this.#table.row(this.index);
  }

  /** The handle of the latest order of each origin id that is still looked up. */
  get byOriginId(): ReadonlyMap<string, number> {
    return this.#byOriginId ?? noOrders;
  }

  /** Makes `order` the latest one of its origin id. */
  nameOrder(originId: string, order: number): void {
    this.#byOriginId ??= new Map();
    this.#byOriginId.set(originId, order);
  }

  /** Forgets that `order` has this origin id, if no later order has it. */
  unnameOrder(originId: string, order: number): void {
    if (this.#byOriginId?.get(originId) === order) this.#byOriginId.delete(originId);
  }

  /** The UTC day of the latest trade, which is "today"; -1 before the first one. */
  get volumeDay(): number {
    return this.#table.volumeDays[this.index] ?? -1;
  }

  set volumeDay(day: number) {
    this.#table.volumeDays[this.index] = day;
  }
}

/** Where an asset's total stands in an account's money. */
export function totalIndex(asset: number): number {
  return asset * 8;
}

/** Where stands what is locked of an asset. */
export function lockedIndex(asset: number): number {
  return asset * 8 + lockedAt;
}

/** Where stands what was traded in thirty days, without today, against a quote asset. */
export function beforeTodayIndex(asset: number): number {
  return asset * 8 + beforeTodayAt;
}

/** Where stands what was traded in thirty days, today included, against a quote asset. */
export function monthIndex(asset: number): number {
  return asset * 8 + monthAt;
}

/** One book: its rules as numbers, its resting orders, its stops that wait, its tape and its candles. */
export class BookState {
  readonly spec: BookSpec;
  readonly index: number;
  readonly baseIndex: number;
  readonly quoteIndex: number;
  readonly orderBook: OrderBook;
  /** Stop orders by trigger: those for a rise stand as asks, those for a fall as bids. Made with the first. */
  stops: OrderBook | null = null;
  readonly tick: number;
  readonly priceMin: number;
  readonly priceMax: number;
  readonly quantityMin: number;
  readonly quantityMax: number;
  readonly notionalMin = new Amount();
  readonly notionalMax = new Amount();
  readonly fees: FeeTable;
  /** Rows of the trades of this book. */
  readonly trades = new NumberList();
  readonly candles: CandleSeries;
  sequence = 0;
  /** The price of the last trade, or -1. */
  lastTicks = -1;

  constructor(spec: BookSpec, index: number, assets: readonly Asset[]) {
    this.spec = spec;
    this.index = index;
    this.baseIndex = assets.indexOf(spec.base);
    this.quoteIndex = assets.indexOf(spec.quote);
    this.orderBook = createOrderBook(ticksMaxOf(spec));
    this.tick = safe(spec.tickSize);
    this.priceMin = safe(spec.priceMin);
    this.priceMax = safe(spec.priceMax);
    this.quantityMin = safe(spec.quantityMin);
    this.quantityMax = safe(spec.quantityMax);
    setUnits(this.notionalMin, spec.notionalMin);
    setUnits(this.notionalMax, spec.notionalMax);
    this.fees = new FeeTable(spec.feeTiers);
    this.candles = new CandleSeries(spec.tickSize);
  }

  get lastPrice(): bigint | null {
    return this.lastTicks < 0 ? null : BigInt(this.lastTicks) * this.spec.tickSize;
  }
}

/** What a command needs while it is applied and nobody needs after: written over and over instead of being made. */
export class Scratch {
  readonly notional = new Amount();
  /** Whether the notional of the order that is being checked was not rounded. */
  isNotionalExact = true;
  readonly hold = new Amount();
  readonly needed = new Amount();
  readonly unlocked = new Amount();
  readonly planNotional = new Amount();
  planLots = 0;
  planEnd: 'fulfilled' | 'exhausted' | 'met_self' = 'exhausted';
  /** What rests or takes next. */
  readonly arrival = new Arrival();
  /** The fills that are being booked. */
  readonly run = new FillRun();
  /** Market time of the command. */
  atMs = 0;
}

/** A class, so that every exchange has one shape and the code that runs on it stays compiled for that shape. */
export class ExchangeState {
  readonly assets: readonly Asset[];
  readonly books: Map<BookId, BookState>;
  readonly bookList: readonly BookState[];
  readonly accounts = new Map<AccountId, AccountState>();
  readonly accountList: AccountState[] = [];
  /** The accounts' rows, of which each has its part as `money`. */
  readonly money: MoneyTable;
  /** Active orders of each account, the oldest first. */
  readonly open = new OpenLists();
  /** Trades that are posted to their accounts; see `postTrades`. */
  postedTrades = 0;
  /** What is posted but not yet in the list of its account. */
  readonly postingStage = new PostingStage();
  /** Active orders, and ended ones for `endedRetentionMs` of market time. */
  readonly orders = new OrderStore();
  readonly trades = new TradeStore();
  /** Ended orders, linked from the one that ended first; -1 for none. */
  endedFirst = -1;
  endedLast = -1;
  /** When the first of them ended: asked for with every command, and then no row needs to be read. */
  endedFirstAtMs = Number.POSITIVE_INFINITY;
  /** The other side of fundings: minus everything that ever came in. */
  readonly external: Map<Asset, bigint>;
  /** Fees earned, an amount for each asset. */
  readonly fees: Amounts;
  readonly fundingIds = new Set<string>();
  /** Market time of the latest command; it never runs backwards. */
  nowMs = 0;
  nextEntry = 1;
  /** What the command that is being applied, or was applied last, did to orders. */
  readonly log = new EventLog();
  readonly scratch = new Scratch();

  constructor(specs: readonly BookSpec[]) {
    this.assets = [...new Set(specs.flatMap((spec) => [spec.base, spec.quote]))];
    this.bookList = specs.map((spec, index) => new BookState(spec, index, this.assets));
    this.books = new Map(this.bookList.map((book) => [book.spec.id, book]));
    this.external = new Map(this.assets.map((asset) => [asset, 0n]));
    this.fees = new Float64Array(this.assets.length * 2);
    this.money = new MoneyTable(this.assets.length);
  }

  get nextTradeId(): number {
    return this.trades.count + 1;
  }
}

/** How long ended orders can at least be looked up, in market time. */
export const endedRetentionMs = 60 * 60_000;

/** An exchange with empty books and no accounts. */
export function createExchangeState(specs: readonly BookSpec[]): ExchangeState {
  return new ExchangeState(specs);
}

function ticksMaxOf(spec: BookSpec): number {
  return Number(spec.priceMax / spec.tickSize);
}

function safe(units: bigint): number {
  const number = Number(units);
  invariant(number < Number.MAX_SAFE_INTEGER, "a book's prices and quantities are safe integers");
  return number;
}
