// Reads the evidence of an audit from the store, rebuilt field by field.

import type { ProbeEvidence } from '@mandato/invest-core/link/key-evidence';
import * as z from 'zod';
import type { links } from '../store/schema/link-schema.ts';

const probesSchema: z.ZodType<readonly ProbeEvidence[]> = z.array(
  z.object({
    probe: z.enum([
      'read_balance',
      'read_account',
      'read_open_orders',
      'cancel_unknown_order',
      'place_empty_order',
      'withdraw_nothing',
    ]),
    call: z.string(),
    answer: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('answered'), status: z.number(), code: z.string().nullable() }),
      z.object({ kind: z.literal('unanswered'), cause: z.string() }),
    ]),
    atMs: z.number(),
  }),
);

/** The probes of a link's newest audit. */
export function probesOf(link: typeof links.$inferSelect): readonly ProbeEvidence[] {
  return probesSchema.parse(link.probes);
}
