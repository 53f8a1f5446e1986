// What protects the stored keys on this very installation, as the signer found it in force; anybody may ask.

import { oc } from '@orpc/contract';
import * as z from 'zod';
import { refusals } from './refusal.ts';

/** Means that keep the signer off the network, in the order in which they are shown. */
export const networkMeans = [
  'no_network_globals',
  'no_network_modules',
  'node_permission',
  'empty_network_namespace',
] as const;

export const protectionContract = {
  /** Only what was tested to hold when the signer started; while it is locked, nothing. */
  inForce: oc
    .errors(refusals('signer_unavailable'))
    .output(z.object({ networkMeans: z.array(z.enum(networkMeans)) })),
};
