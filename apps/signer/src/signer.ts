// The signer: holds exchange secrets encrypted, builds and signs typed intents or refuses; no network, and no verb gives a secret.

import './process/remove-network.ts';
import { join } from 'node:path';
import { plainRecord } from './client/plain-record.ts';
import { readSignerArgument, type SignerArgument, type SignerGreeting } from './client/start-message.ts';
import { executeIntent } from './intent/execute-intent.ts';
import { createNonceMemory } from './policy/nonce-memory.ts';
import { openReservations } from './policy/reservations.ts';
import { openEgressLine } from './process/egress-line.ts';
import { openSignerState } from './process/open-signer-state.ts';
import { findSandboxHoles, networkMeansInForce } from './process/self-test.ts';
import { answerVerb, type SignerVerbs } from './process/signer-verbs.ts';
import { storeSealed } from './process/store-sealed.ts';
import { sealingKeyOf } from './sealing/sealing-pair.ts';
import { openVault } from './vault/vault.ts';

const requestBytesMax = 65_536;

process.on('disconnect', () => process.exit(0));
await start();

async function start(): Promise<void> {
  const argument = readSignerArgument(process.argv[2]);
  if (argument === null) return refuse('argument_malformed');
  const [hole] = findSandboxHoles(argument);
  if (hole !== undefined) return refuse(hole);
  const state = await openSignerState({ ...argument, mayCreate: true });
  if (!state.ok) return refuse(state.error);
  const verbs = await openVerbs(argument, state.value).catch(() => null);
  if (verbs === null) return refuse('directory_unwritable');
  process.on('message', (message: unknown) => {
    const id = plainRecord(message)?.['id'];
    if (typeof id !== 'number') return;
    const isTooLong = Buffer.byteLength(JSON.stringify(message)) > requestBytesMax;
    const answer = isTooLong ? Promise.resolve({ kind: 'failed' }) : answerVerb(verbs, message);
    answer.then(
      (value) => process.send?.({ id, value }),
      () => process.send?.({ id, value: { kind: 'failed' } }),
    );
  });
  greet({
    kind: 'ready',
    sealingKey: sealingKeyOf(state.value.pair),
    networkMeans: networkMeansInForce(),
  });
}

async function openVerbs(
  argument: SignerArgument,
  state: Parameters<typeof storeSealed>[0]['state'],
): Promise<SignerVerbs> {
  const vault = await openVault(join(argument.directory, 'credentials'), state.keys, { isReadOnly: false });
  const reservations = await openReservations(join(argument.directory, 'reservations.jsonl'), Date.now());
  const nonces = createNonceMemory();
  for (const { credentialId, nonce } of reservations.nonces()) nonces.take(credentialId, nonce);
  const { limits } = argument;
  const ask = openEgressLine();
  const execution = { vault, nonces, reservations, limits, ask, nowMs: () => Date.now() };
  return {
    execute: (request) => executeIntent(execution, request),
    store: (request) => storeSealed({ state, vault, nowMs: Date.now() }, request),
    forget: (credentialId) => vault.forget(credentialId),
    stored: () => vault.list(),
  };
}

function greet(greeting: SignerGreeting): void {
  process.send?.(greeting);
}

function refuse(code: string): void {
  greet({ kind: 'refused', code });
  process.exitCode = 1;
  process.disconnect?.();
}
