// Tells what the signer found in force when it started, and nothing that it did not.

import type { NetworkMeans } from '@mandato/signer/client/signer-options';
import { api } from './api-base.ts';
import { refuse } from './refuse.ts';

export interface ProtectionNeeds {
  /** Throws while there is no signer. */
  networkMeans(): readonly NetworkMeans[];
}

export function protectionProcedures(needs: ProtectionNeeds) {
  return {
    inForce: api.protection.inForce.handler(() => {
      try {
        return { networkMeans: [...needs.networkMeans()] };
      } catch {
        throw refuse('signer_unavailable');
      }
    }),
  };
}
