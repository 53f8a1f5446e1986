// Who listens to what, and what they are sent: each message is built once, whatever the number of its readers.

import type { BookDiff, EngineEvent, Trade } from '@mandato/exchange-core/engine/event';
import type { ExchangeState } from '@mandato/exchange-core/engine/state';
import type { BookId } from '@mandato/exchange-core/ids';
import { fullBookOf } from '@mandato/exchange-core/view/book-view';
import type { Clock } from '@mandato/primitives/ports';
import type { FaultBoard } from '../sandbox/fault-board.ts';
import type { Switches } from '../sandbox/switches.ts';
import { type DiffMessage, diffFrame, ordersFrame, ordersPayload, tradesFrame } from './market-frames.ts';
import { diffEffects, type StreamFault, stillness, streamFault, tradeEffects } from './stream-fault.ts';
import { textFrame } from './text-frame.ts';

export const channels = ['trades', 'orders', 'diff-orders'] as const;
export type Channel = (typeof channels)[number];

/** One end of a connection. */
export interface StreamReader {
  /** True when what is sent now would leave at once. */
  isReady(): boolean;
  /** Sends whole frames; a reader that is too far behind is closed instead. */
  send(frames: Buffer): void;
  /** Sends the latest state of a book once there is room: an older one that still waits is replaced. */
  sendLatest(book: BookId, frame: () => Buffer): void;
  close(code: number): void;
}

export interface MarketStreamPorts {
  /** Read only. */
  readonly exchange: ExchangeState;
  /** Market time. */
  readonly clock: Clock;
  readonly switches: Switches;
  readonly faults: Pick<FaultBoard, 'holds'>;
  /** Runs the sending of a turn's messages later in the same turn. */
  readonly later: (flush: () => void) => void;
}

/** Orders that `orders` shows of each side. */
const topOrders = 20;

interface Topic {
  readonly readers: Set<StreamReader>;
  /** Frames of this turn. */
  pending: Buffer[];
}

interface BookTopics {
  readonly book: BookId;
  readonly trades: Topic;
  readonly diffs: Topic;
  readonly orders: Set<StreamReader>;
  /** The payload of `orders` that readers know; null while nobody listens. */
  top: string | null;
  topFrame: Buffer | null;
}

/** Subscriptions, and the messages of the present turn of the event loop, which leave together at its end. */
export class MarketStream {
  readonly #ports: MarketStreamPorts;
  readonly #topics = new Map<BookId, BookTopics>();
  readonly #touched = new Set<BookTopics>();
  #isScheduled = false;
  #built = 0;
  #sent = 0;

  constructor(ports: MarketStreamPorts) {
    this.#ports = ports;
  }

  /** Messages built and messages handed to readers, since the start. */
  get counts(): { readonly built: number; readonly sent: number } {
    return { built: this.#built, sent: this.#sent };
  }

  /** False while nobody ever subscribed. */
  get hasReaders(): boolean {
    return this.#topics.size > 0;
  }

  /** True while a fault keeps the stream still. */
  get isFrozen(): boolean {
    return streamFault(this.#ports.faults, null, stillness) === 'silent';
  }

  /** What one command did, in order. */
  publish(events: readonly EngineEvent[]): void {
    if (this.#topics.size === 0) return;
    const trades: Trade[] = [];
    const diffs: BookDiff[] = [];
    for (const event of events) {
      if (event.kind === 'trade') trades.push(event.trade);
      else if (event.kind === 'book_diff') diffs.push(event);
    }
    for (const message of messagesOf(diffs)) this.#addDiffs(message);
    this.#addTrades(trades);
    if (this.#touched.size === 0 || this.#isScheduled) return;
    this.#isScheduled = true;
    this.#ports.later(() => this.#flush());
  }

  /** False when it was subscribed already. */
  subscribe(reader: StreamReader, channel: Channel, book: BookId): boolean {
    const topics = this.#topics.get(book) ?? emptyTopics(book);
    this.#topics.set(book, topics);
    const readers = readersOf(topics, channel);
    if (readers.has(reader)) return false;
    // There is no message on subscribing: the first one comes with the first change from what is there now.
    if (channel === 'orders' && readers.size === 0) topics.top = topOf(this.#ports.exchange, book);
    readers.add(reader);
    return true;
  }

  unsubscribe(reader: StreamReader, channel: Channel, book: BookId): void {
    const topics = this.#topics.get(book);
    if (topics !== undefined) readersOf(topics, channel).delete(reader);
  }

  /** Forgets a reader that is gone. */
  leave(reader: StreamReader): void {
    for (const topics of this.#topics.values()) {
      for (const channel of channels) readersOf(topics, channel).delete(reader);
    }
  }

  #addDiffs(diffs: DiffMessage): void {
    const [{ book }] = diffs;
    const topics = this.#touch(book);
    if (topics === null) return;
    const documentedShape = this.#ports.switches.documented_diff_shape;
    const text = () => diffFrame(diffs, { documentedShape, sentMs: this.#ports.clock.nowMs() });
    this.#add(topics.diffs, text, () => streamFault(this.#ports.faults, book, diffEffects));
  }

  #addTrades(trades: readonly Trade[]): void {
    const [first] = trades;
    // A command matches within one book; should that change, each stretch of one book is a message.
    if (first === undefined) return;
    const end = trades.findIndex(({ book }) => book !== first.book);
    const ofBook = end < 0 ? trades : trades.slice(0, end);
    const topics = this.#touch(first.book);
    if (topics !== null) {
      const text = () => tradesFrame(first.book, ofBook, this.#ports.clock.nowMs());
      this.#add(topics.trades, text, () => streamFault(this.#ports.faults, first.book, tradeEffects));
    }
    this.#addTrades(trades.slice(ofBook.length));
  }

  #touch(book: BookId): BookTopics | null {
    const topics = this.#topics.get(book) ?? null;
    if (topics !== null) this.#touched.add(topics);
    return topics;
  }

  #add(topic: Topic, text: () => string, drawFault: () => StreamFault): void {
    if (topic.readers.size === 0) return;
    const fault = drawFault();
    if (fault === 'silent') return;
    if (fault === 'close') {
      for (const reader of topic.readers) reader.close(1011);
      return;
    }
    const frame = textFrame(text());
    this.#built += 1;
    for (let copies = 0; copies <= fault; copies += 1) topic.pending.push(frame);
  }

  #flush(): void {
    this.#isScheduled = false;
    for (const topics of this.#touched) {
      this.#sendPending(topics.diffs);
      this.#sendPending(topics.trades);
      this.#sendTop(topics);
    }
    this.#touched.clear();
  }

  #sendPending(topic: Topic): void {
    const frames = topic.pending;
    const [only] = frames;
    if (only === undefined) return;
    topic.pending = [];
    const bytes = frames.length === 1 ? only : Buffer.concat(frames);
    this.#sent += frames.length * topic.readers.size;
    sendToAll(topic.readers, bytes);
  }

  #sendTop(topics: BookTopics): void {
    if (topics.orders.size === 0) return;
    const { book } = topics;
    const payload = topOf(this.#ports.exchange, book);
    if (payload === topics.top || streamFault(this.#ports.faults, book, stillness) === 'silent') return;
    topics.top = payload;
    const frame = textFrame(ordersFrame(book, payload, this.#ports.clock.nowMs()));
    topics.topFrame = frame;
    this.#built += 1;
    this.#sent += topics.orders.size;
    const latest = () => topics.topFrame ?? frame;
    for (const reader of topics.orders) reader.sendLatest(book, latest);
  }
}

/** Readers that are looked at before they are sent to. */
const groupSize = 32;

// Sends the same frames to all readers, in groups: each one's state lies far away in memory, and what is looked at for a
// whole group, with no call of the system in between, is waited for together.
function sendToAll(readers: ReadonlySet<StreamReader>, frames: Buffer): void {
  let group: StreamReader[] = [];
  for (const reader of readers) {
    reader.isReady();
    group.push(reader);
    if (group.length < groupSize) continue;
    for (const each of group) each.send(frames);
    group = [];
  }
  for (const each of group) each.send(frames);
}

// Entries of one number are together.
function messagesOf(diffs: readonly BookDiff[]): readonly DiffMessage[] {
  const messages: [BookDiff, ...BookDiff[]][] = [];
  for (const diff of diffs) {
    const last = messages.at(-1);
    if (last?.[0].sequence === diff.sequence && last[0].book === diff.book) last.push(diff);
    else messages.push([diff]);
  }
  return messages;
}

function emptyTopics(book: BookId): BookTopics {
  return {
    book,
    trades: { readers: new Set(), pending: [] },
    diffs: { readers: new Set(), pending: [] },
    orders: new Set(),
    top: null,
    topFrame: null,
  };
}

function readersOf(each: BookTopics, channel: Channel): Set<StreamReader> {
  if (channel === 'orders') return each.orders;
  return channel === 'trades' ? each.trades.readers : each.diffs.readers;
}

function topOf(exchange: ExchangeState, book: BookId): string {
  return ordersPayload(fullBookOf(exchange, book, topOrders) ?? { bids: [], asks: [] });
}
