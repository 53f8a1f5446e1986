// Seals a key in the browser, has it checked, and says how far that has come; keeps the secret nowhere.
import { invariant } from '@mandato/primitives/invariant';
import type { LinkView } from '@mandato/server/api-contract/link-contract';
import { sealCredentials } from '@mandato/server/api-contract/seal-credentials';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api } from '../session/api.ts';
import { startOfDay } from '../words/local-day.ts';
import type { KeyPurpose } from './key-form.tsx';

export interface KeyCheckOptions {
  purpose: KeyPurpose;
  onDone: (link: LinkView) => void;
  onSettled: () => void;
}

interface Asked {
  readonly name: string;
  readonly stepUpCode: string;
  readonly checkId: string;
  readonly expiresOn: string;
}

export function useKeyCheck({ purpose, onDone, onSettled }: KeyCheckOptions) {
  const client = useQueryClient();
  const [check, setCheck] = useState<{ checkId: string; isSealed: boolean } | null>(null);
  // Not a variable of the mutation: those stay in the page's memory for minutes.
  const pasted = useRef<{ apiKey: string; apiSecret: string } | null>(null);
  const asking = useMutation({
    mutationFn: async ({ name, stepUpCode, checkId, expiresOn }: Asked) => {
      const credentials = pasted.current;
      pasted.current = null;
      invariant(credentials !== null, 'key and secret were handed over with the name');
      const sealed = await sealCredentials(credentials, await api.links.sealingKey());
      setCheck({ checkId, isSealed: true });
      // The form sends nothing without the tick.
      const key = { sealed, isAttested: true, checkId, stepUpCode, expiresAt: startOfDay(expiresOn) };
      return purpose.kind === 'link'
        ? api.links.link({ exchange: purpose.exchange, name, ...key })
        : api.links.replaceKey({ linkId: purpose.link.linkId, ...key });
    },
    onSuccess: async (link) => {
      await client.invalidateQueries();
      onDone(link);
    },
    onSettled,
  });
  return {
    isRunning: asking.isPending,
    error: asking.error,
    progress: check === null ? null : { ...check, isRunning: asking.isPending },
    reset: () => {
      asking.reset();
      setCheck(null);
    },
    send: (of: { name: string; key: string; secret: string; expiresOn: string; stepUpCode: string }) => {
      const checkId = globalThis.crypto.randomUUID();
      setCheck({ checkId, isSealed: false });
      pasted.current = { apiKey: of.key, apiSecret: of.secret };
      asking.mutate({ name: of.name, stepUpCode: of.stepUpCode, expiresOn: of.expiresOn, checkId });
    },
  };
}
