// What the signer's probe says, line by line; this program shares no code with it, so it reads it as foreign data.

import * as z from 'zod';

const callSchema = z.object({
  call: z.string(),
  nonce: z.string().nullable(),
  answer: z.string(),
  atMs: z.number(),
});

const findingSchema = z.object({
  id: z.string(),
  question: z.string(),
  state: z.enum(['found', 'unclear', 'not_asked']),
  found: z.string(),
  figures: z.record(z.string(), z.number()),
  evidence: z.array(callSchema),
});

const reportSchema = z.object({
  baseUrl: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  book: z.string(),
  findings: z.array(findingSchema),
  settings: z.object({
    nonceFamily: z.enum(['v1', 'v2', 'none']),
    requestWindowMs: z.number(),
    settleTimeMs: z.number(),
    isWindowMeasured: z.boolean(),
    isSettleMeasured: z.boolean(),
    isIdUniqueForEver: z.boolean(),
    mayAttemptAgain: z.literal(false),
    why: z.array(z.string()),
  }),
  leftOpen: z.number(),
});
export type ProbeReport = z.infer<typeof reportSchema>;

export const probeMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('finding'), finding: findingSchema }),
  z.object({ kind: z.literal('report'), report: reportSchema }),
  z.object({ kind: z.literal('failed'), sentence: z.string() }),
]);
export type ProbeMessage = z.infer<typeof probeMessageSchema>;
