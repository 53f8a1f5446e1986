// What the stream benchmark and the process that it measures say to each other.

import * as z from 'zod';

export const senders = ['lonja', 'ws'] as const;
export type Sender = (typeof senders)[number];

/** `diff-orders` is sent message by message; of `orders` only the latest state counts. */
export const fanOutChannels = ['diff-orders', 'orders'] as const;
export type FanOutChannel = (typeof fanOutChannels)[number];

/** Makes so many market events in one turn and sends them to everyone who listens to `channel`. */
export const fanOutOrderSchema = z.object({
  sender: z.enum(senders),
  channel: z.enum(fanOutChannels),
  events: z.int(),
});
export type FanOutOrder = z.infer<typeof fanOutOrderSchema>;

export const fanOutAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listening'), lonja: z.int(), ws: z.int() }),
  z.object({
    kind: z.literal('sent'),
    /** What each reader of the channel is given for it, frames included. */
    bytesPerReader: z.int(),
    /** Processor time since the process began, and memory that it holds. */
    cpuMicros: z.number(),
    memoryBytes: z.number(),
    /** Connections that are open, and those that were cut off so far for being slow. */
    open: z.int(),
    cutOff: z.int(),
  }),
]);
export type FanOutAnswer = z.infer<typeof fanOutAnswerSchema>;
