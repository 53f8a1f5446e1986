// The live market of one book over the exchange's own WebSocket, begun from a snapshot and begun again after a gap.
import type { BookSnapshot, TapeRow } from '@mandato/lonja/api-contract/trade-contract';
import { keepConnected } from './keep-connected.ts';
import { LiveBook, type Resting } from './live-book.ts';
import { type FeedMessage, readFeedMessage } from './read-feed-message.ts';

export interface MarketView {
  readonly status: 'connecting' | 'live' | 'offline';
  /** Best first. */
  readonly bids: readonly Resting[];
  readonly asks: readonly Resting[];
  /** Newest first. */
  readonly tape: readonly TapeRow[];
}

export interface FeedPorts {
  readonly url: string;
  readonly askSnapshot: () => Promise<BookSnapshot>;
}

const tapeMax = 60;
/** How often a page is drawn anew at most. */
const drawEveryMs = 120;
const snapshotRetryMs = 3_000;

const noMarket: MarketView = { status: 'connecting', bids: [], asks: [], tape: [] };

export class MarketFeed {
  readonly #book: string;
  readonly #ports: FeedPorts;
  readonly #listeners = new Set<() => void>();
  #view = noMarket;
  #status: MarketView['status'] = 'connecting';
  #live: LiveBook | null = null;
  #tape: readonly TapeRow[] = [];
  /** Messages of the depth feed that came while a snapshot was asked for. */
  #waiting: FeedMessage[] = [];
  #drawTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(book: string, ports: FeedPorts) {
    this.#book = book;
    this.#ports = ports;
  }

  readonly current = (): MarketView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Opens the connection; the answer closes it for good. */
  start(): () => void {
    const close = keepConnected({
      url: this.#ports.url,
      onOpen: (socket) => {
        for (const type of ['trades', 'diff-orders']) {
          socket.send(JSON.stringify({ action: 'subscribe', book: this.#book, type }));
        }
      },
      onMessage: (data, socket) => {
        const message = readFeedMessage(data, this.#book);
        if (message?.kind === 'subscribed') void this.#begin(socket);
        else if (message !== null) this.#take(message, socket);
      },
      onLost: () => this.#become('offline'),
    });
    return () => {
      close();
      clearTimeout(this.#drawTimer);
      this.#drawTimer = undefined;
    };
  }

  async #begin(socket: WebSocket): Promise<void> {
    this.#live = null;
    this.#waiting = [];
    try {
      const snapshot = await this.#ports.askSnapshot();
      if (socket.readyState !== WebSocket.OPEN) return;
      this.#live = new LiveBook(snapshot);
      this.#tape = joinTapes(snapshot.trades, this.#tape);
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const message of waiting) this.#take(message, socket);
      this.#become('live');
    } catch {
      // Without a snapshot there is no book; the page says that it is not live and asks again.
      this.#become('offline');
      setTimeout(() => {
        if (socket.readyState === WebSocket.OPEN) void this.#begin(socket);
      }, snapshotRetryMs);
    }
  }

  #take(message: FeedMessage, socket: WebSocket): void {
    if (message.kind === 'trades') {
      this.#tape = joinTapes(message.trades, this.#tape);
    } else if (message.kind === 'diffs') {
      const live = this.#live;
      if (live === null) this.#waiting.push(message);
      else if (live.apply(message) === 'gap') void this.#begin(socket);
    }
    this.#draw();
  }

  #become(status: MarketView['status']): void {
    this.#status = status;
    this.#draw();
  }

  #draw(): void {
    this.#drawTimer ??= setTimeout(() => {
      this.#drawTimer = undefined;
      const live = this.#live;
      this.#view = {
        status: this.#status,
        bids: live?.orders('buy') ?? this.#view.bids,
        asks: live?.orders('sell') ?? this.#view.asks,
        tape: this.#tape,
      };
      for (const listener of this.#listeners) listener();
    }, drawEveryMs);
  }
}

/** Each trade once, newest first. */
function joinTapes(some: readonly TapeRow[], others: readonly TapeRow[]): readonly TapeRow[] {
  const byId = new Map([...others, ...some].map((row) => [row.id, row]));
  return [...byId.values()].sort((one, other) => other.id - one.id).slice(0, tapeMax);
}
