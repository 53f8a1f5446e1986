// Tells what the signer found in force when it started, and nothing that it did not.

import type { KeySource, NetworkMeans } from '@mandato/signer/client/signer-options';
import { lockOf, type UnlockNeeds, unlockSigner } from '../safety/unlock-signer.ts';
import { api, signedIn } from './api-base.ts';
import { refuse } from './refuse.ts';

export interface ProtectionNeeds extends UnlockNeeds {
  /** Throws while there is no signer. */
  networkMeans(): readonly NetworkMeans[];
  readonly keySource: KeySource['kind'];
}

export function protectionProcedures(needs: ProtectionNeeds) {
  return {
    inForce: api.protection.inForce.handler(() => {
      try {
        return { networkMeans: [...needs.networkMeans()], keySource: needs.keySource };
      } catch {
        throw refuse('signer_unavailable');
      }
    }),
    lock: api.protection.lock.use(signedIn).handler(({ context }) => lockOf(needs, context.person)),
    unlock: api.protection.unlock.use(signedIn).handler(async ({ context, input }) => {
      const unlocked = await unlockSigner(needs, context.person, input.sealed);
      if (!unlocked.ok) throw refuse(unlocked.error);
      return lockOf(needs, context.person);
    }),
  };
}
