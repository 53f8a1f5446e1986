// What the stream benchmark says to its processes, those that send and those that read, and what they answer.

import * as z from 'zod';

export const senders = ['lonja', 'ws'] as const;
export type Sender = (typeof senders)[number];

/** `diff-orders` is sent message by message; of `orders` only the latest state counts. */
export const fanOutChannels = ['diff-orders', 'orders'] as const;
export type FanOutChannel = (typeof fanOutChannels)[number];

/** To a sender: makes so many market events in one turn and sends them to everyone who listens to `channel`. */
export const sendOrderSchema = z.object({
  kind: z.literal('send'),
  channel: z.enum(fanOutChannels),
  events: z.int(),
});
export type SendOrder = z.infer<typeof sendOrderSchema>;

/** To a process of readers. */
export const readOrderSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), port: z.int(), channel: z.enum(fanOutChannels), count: z.int() }),
  /** Answered once so many bytes more came to every reader. */
  z.object({ kind: z.literal('receive'), bytesPerReader: z.int() }),
  z.object({ kind: z.literal('stop_reading') }),
  z.object({ kind: z.literal('close') }),
]);
export type ReadOrder = z.infer<typeof readOrderSchema>;

export const fanOutAnswerSchema = z.discriminatedUnion('kind', [
  /** A sender listens. */
  z.object({ kind: z.literal('listening'), port: z.int() }),
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
  /** A process of readers is there, or has done what it was told. */
  z.object({ kind: z.literal('done') }),
  z.object({ kind: z.literal('failed'), reason: z.string() }),
]);
export type FanOutAnswer = z.infer<typeof fanOutAnswerSchema>;
export type Sent = Extract<FanOutAnswer, { kind: 'sent' }>;
