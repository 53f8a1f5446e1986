// One message of a book's depth feed; making one uses up one sequence number of the book.

import type { BookDiff } from './event.ts';
import type { OrderState } from './state.ts';

/** The message that says what became of a resting order. */
export function diffOf(
  order: OrderState,
  change: { readonly status: BookDiff['status']; readonly atMs: number },
): BookDiff {
  const { book } = order;
  book.sequence += 1;
  return {
    kind: 'book_diff',
    book: book.spec.id,
    sequence: book.sequence,
    orderId: order.orderId,
    side: order.side,
    price: BigInt(order.priceTicks) * book.spec.tickSize,
    status: change.status,
    quantity: BigInt(order.remainingLots),
    createdAtMs: order.createdAtMs,
    atMs: change.atMs,
  };
}
