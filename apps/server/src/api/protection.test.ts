// What is in force is told as the signer said it, and without a signer nothing is claimed.

import type { NetworkMeans } from '@mandato/signer/client/signer-options';
import { call, ORPCError } from '@orpc/server';
import { expect, test } from 'vitest';
import type { ApiContext } from './api-base.ts';
import { protectionProcedures } from './protection.ts';

const context: ApiContext = {
  caller: { kind: 'anonymous' },
  address: '127.0.0.1',
  device: { tokenHash: null, userAgent: '' },
  relyingParty: null,
  holdBrowser: () => 'browser',
  setDeviceToken: () => undefined,
  setSessionToken: () => undefined,
};

test('protection.inForce() repeats what the signer found, and refuses where there is no signer', async () => {
  const found: readonly NetworkMeans[] = ['no_network_globals', 'empty_network_namespace'];
  const { inForce } = protectionProcedures({ networkMeans: () => found });
  expect(await call(inForce, undefined, { context })).toEqual({ networkMeans: found });
  const gone = protectionProcedures({
    networkMeans: () => {
      throw new Error('no signer');
    },
  });
  const [outcome] = await Promise.allSettled([call(gone.inForce, undefined, { context })]);
  const error: unknown = outcome?.status === 'rejected' ? outcome.reason : null;
  expect(error instanceof ORPCError && error.code).toBe('signer_unavailable');
});
