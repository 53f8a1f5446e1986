// What protects the stored keys on this very installation, as the signer found it in force; anybody may ask.

import { oc } from '@orpc/contract';
import * as z from 'zod';
import { sealedCredentialSchema } from './link-contract.ts';
import { refusals } from './refusal.ts';

/** Means that keep the signer off the network, in the order in which they are shown. */
export const networkMeans = [
  'no_network_globals',
  'no_network_modules',
  'node_permission',
  'empty_network_namespace',
] as const;

/** What the key that encrypts the stored keys is read from. */
const keySources = ['file', 'passphrase'] as const;

export const lockSchema = z.object({
  /** What the passphrase is sealed to while the signer waits for it; null when it is open. */
  unlockKey: z.object({ keyId: z.string(), publicKey: z.string() }).nullable(),
  /** Whether this person may give it. */
  isOperator: z.boolean(),
});
export type LockView = z.infer<typeof lockSchema>;

export const protectionContract = {
  lock: oc.errors(refusals('session_expired', 'signer_unavailable')).output(lockSchema),
  /** The passphrase, sealed in the browser as the secret of a credential whose key is the word `passphrase`. */
  unlock: oc
    .input(z.object({ sealed: sealedCredentialSchema }))
    .errors(
      refusals(
        'session_expired',
        'operator_only',
        'too_many_tries',
        'passphrase_too_short',
        'passphrase_wrong',
        'sealed_for_another_key',
        'sealed_unreadable',
        'signer_unavailable',
      ),
    )
    .output(lockSchema),
  /** Only what was tested to hold when the signer started, and where the key that encrypts the stored keys comes from. */
  inForce: oc
    .errors(refusals('signer_unavailable'))
    .output(z.object({ networkMeans: z.array(z.enum(networkMeans)), keySource: z.enum(keySources) })),
};
