// What a client says on the stream and what it is answered, odd replies included (bitso-api 12.1).

import type { ExchangeState } from '@mandato/exchange-core/engine/state';
import { type BookId, isBookId } from '@mandato/exchange-core/ids';
import { bookSpecOf } from '@mandato/exchange-core/view/book-view';
import type { Clock } from '@mandato/primitives/ports';
import { channels, type MarketStream, type StreamReader } from './market-stream.ts';

export interface SessionPorts {
  readonly stream: MarketStream;
  /** Read only. */
  readonly exchange: ExchangeState;
  /** Market time. */
  readonly clock: Clock;
}

/** The text to answer, or `close_1011` for a message that Bitso answers by closing half a second later. */
export function answerMessage(
  ports: SessionPorts,
  reader: StreamReader,
  text: string | null,
): object | 'close_1011' {
  const time = ports.clock.nowMs();
  const message = text === null ? null : parseObject(text);
  if (message === null) return { error: 'invalid message', time };
  const action = wordOf(message['action']);
  const type = wordOf(message['type']);
  if (action !== 'subscribe' && action !== 'unsubscribe') {
    return { action, type, error: 'unknown subscription', time };
  }
  const book = message['book'] ?? null;
  if (book === null) return 'close_1011';
  const channel = channels.find((name) => name === type);
  if (channel === undefined) {
    return { action, type, error: `This type of channel is not supported - ${type}`, time };
  }
  const known = findBook(ports.exchange, book);
  if (known === null) {
    return { action, type, error: `This book is not supported - ${wordOf(book)}`, time };
  }
  if (action === 'unsubscribe') {
    ports.stream.unsubscribe(reader, channel, known);
    return { action, response: 'ok', time, type, book: known };
  }
  const isNew = ports.stream.subscribe(reader, channel, known);
  const response = isNew ? 'ok' : `Already subscribed to channel: ${channel}:${known}`;
  return { action, response, time, type, book: known };
}

// Exactly as it is written: an upper-case name is another name.
function findBook(exchange: ExchangeState, book: unknown): BookId | null {
  if (typeof book !== 'string' || !isBookId(book)) return null;
  return bookSpecOf(exchange, book) === null ? null : book;
}

// What is repeated to the client is short, whatever it sent.
function wordOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 64) : '';
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
