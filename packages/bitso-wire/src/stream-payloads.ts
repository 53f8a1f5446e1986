// The messages of the WebSocket stream: schemas to read them with, in the shapes seen on the wire.

import { z } from 'zod';

export const streamChannels = ['trades', 'orders', 'diff-orders'] as const;

/** What a client says: one book and one channel a message. */
export const streamRequestSchema = z.object({
  action: z.enum(['subscribe', 'unsubscribe']),
  book: z.string(),
  type: z.enum(streamChannels),
});

/** `ok`, or a sentence for what was subscribed already. */
export const streamAckSchema = z.object({
  action: z.enum(['subscribe', 'unsubscribe']),
  response: z.string(),
  time: z.int(),
  type: z.enum(streamChannels),
  book: z.string().optional(),
});

export const streamRefusalSchema = z.object({
  action: z.string().optional(),
  type: z.string().optional(),
  error: z.string(),
  time: z.int(),
});

/** Every 20 seconds. */
export const streamKeepAliveSchema = z.object({ type: z.literal('ka') });

const side = z.union([z.literal(0), z.literal(1)]);

/** `t` is the side of the taker: 0 bought, 1 sold. `i` is the trade id of REST. */
export const streamTradesSchema = z.object({
  type: z.literal('trades'),
  book: z.string(),
  payload: z.array(
    z.object({
      i: z.int(),
      a: z.string(),
      r: z.string(),
      v: z.string(),
      mo: z.string(),
      to: z.string(),
      t: side,
      x: z.int(),
    }),
  ),
  sent: z.int(),
});

const topOrder = z.object({
  o: z.string(),
  r: z.string(),
  a: z.string(),
  v: z.string(),
  t: side,
  d: z.int(),
  s: z.string(),
});

/** The best 20 orders of each side: 0 are bids, 1 are asks. */
export const streamOrdersSchema = z.object({
  type: z.literal('orders'),
  book: z.string(),
  payload: z.object({ bids: z.array(topOrder), asks: z.array(topOrder) }),
  sent: z.int(),
});

/**
 * An entry without `a`, or whose `s` is not `open`, is gone from the book. `sequence` has no gaps and counts messages: one
 * event may change several orders.
 */
export const streamDiffOrdersSchema = z.object({
  type: z.literal('diff-orders'),
  book: z.string(),
  sequence: z.int(),
  payload: z.array(
    z.object({
      o: z.string(),
      d: z.int(),
      r: z.string(),
      t: side,
      a: z.string().optional(),
      v: z.string().optional(),
      s: z.enum(['open', 'completed', 'cancelled']),
      z: z.int().optional(),
    }),
  ),
  sent: z.int(),
});
