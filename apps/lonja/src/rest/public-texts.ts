// Keeps the text of answers about one book for as long as nothing can have changed in them: most readers ask for the same.

import { successEnvelope } from '@mandato/bitso-wire/envelope';
import type { BookState } from '@mandato/exchange-core/engine/state';
import { isBookId } from '@mandato/exchange-core/ids';
import type { Answer, PublicCall, PublicEndpoint } from './endpoint.ts';

interface KeptText {
  readonly endpoint: PublicEndpoint;
  readonly book: BookState;
  readonly sequence: number;
  readonly second: number;
  readonly answer: Answer;
}

// An order book of fifty levels is some 8 kB long; one of every order may be too long to keep.
const textsMax = 64;
const textLengthMax = 500_000;

/**
 * What a book shows changes with its sequence number and with the market clock's second, and with nothing else while no
 * fault dial is set.
 */
export class PublicTexts {
  readonly #kept = new Map<string, KeptText>();

  /** The answer of `endpoint` to a request for `target`, from memory when it is still the same. */
  answer(target: string, call: PublicCall, endpoint: PublicEndpoint): Answer {
    const second = Math.floor(call.atMs / 1_000);
    const known = this.#kept.get(target);
    if (
      known !== undefined &&
      known.endpoint === endpoint &&
      known.second === second &&
      known.sequence === known.book.sequence
    ) {
      return known.answer;
    }
    const answer = endpoint.answer(call);
    const book = bookOf(call);
    if (answer.kind !== 'payload' || book === null) return answer;
    const text = JSON.stringify(successEnvelope(answer.payload));
    if (text.length > textLengthMax) return { kind: 'text', text };
    const kept: KeptText = {
      endpoint,
      book,
      second,
      sequence: book.sequence,
      answer: { kind: 'text', text },
    };
    this.#keep(target, kept);
    return kept.answer;
  }

  #keep(target: string, kept: KeptText): void {
    const oldest = this.#kept.size < textsMax ? undefined : this.#kept.keys().next().value;
    if (oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(target, kept);
  }
}

function bookOf({ exchange, query }: PublicCall): BookState | null {
  const name = query.get('book') ?? '';
  return isBookId(name) ? (exchange.books.get(name) ?? null) : null;
}
