// The signer: holds exchange secrets encrypted, builds and signs typed intents or refuses; no network, and no verb gives a secret.

import './process/remove-network.ts';
import './process/close-debugger.ts';
import { join } from 'node:path';
import { err, ok, type Result } from '@mandato/primitives/result';
import { plainRecord } from './client/plain-record.ts';
import { readSignerArgument, type SignerArgument, type SignerGreeting } from './client/start-message.ts';
import { executeIntent } from './intent/execute-intent.ts';
import { createNonceMemory } from './policy/nonce-memory.ts';
import { askForWait } from './policy/policy-changes.ts';
import { createPublicPrices } from './policy/public-prices.ts';
import { openReservations } from './policy/reservations.ts';
import { openEgressLine } from './process/egress-line.ts';
import type { SignerState } from './process/open-signer-state.ts';
import { policyVerbs, rulesOf } from './process/policy-verbs.ts';
import { findSandboxHoles } from './process/self-test.ts';
import { answerVerb, type SignerVerbs } from './process/signer-verbs.ts';
import { replaceSealed, storeSealed } from './process/store-sealed.ts';
import { openWhenUnlocked } from './process/unlock.ts';
import { markRunning } from './vault/running-signer.ts';
import { macKeyOf } from './vault/signer-keys.ts';
import { openVault } from './vault/vault.ts';

const requestBytesMax = 65_536;

process.on('disconnect', () => process.exit(0));
await start();

async function start(): Promise<void> {
  const argument = readSignerArgument(process.argv[2]);
  if (argument === null) return refuse('argument_malformed');
  const [hole] = findSandboxHoles(argument);
  if (hole !== undefined) return refuse(hole);
  const greeting = await openWhenUnlocked(argument, true, async (state) => {
    const verbs = await openVerbs(argument, state);
    if (verbs.ok) process.on('message', (message: unknown) => answer(verbs.value, message));
    return verbs.ok ? ok(undefined) : verbs;
  });
  if (greeting.kind === 'refused') return refuse(greeting.code);
  greet(greeting);
}

function answer(verbs: SignerVerbs, message: unknown): void {
  const id = plainRecord(message)?.['id'];
  if (typeof id !== 'number') return;
  const isTooLong = Buffer.byteLength(JSON.stringify(message)) > requestBytesMax;
  const answered = isTooLong ? Promise.resolve({ kind: 'failed' }) : answerVerb(verbs, message);
  answered.then(
    (value) => process.send?.({ id, value }),
    () => process.send?.({ id, value: { kind: 'failed' } }),
  );
}

async function openVerbs(argument: SignerArgument, state: SignerState): Promise<Result<SignerVerbs, string>> {
  const { directory, limits, newKeyLimits, loosenWaitMs } = argument;
  const { keys, register } = state;
  const nowMs = () => Date.now();
  markRunning(directory);
  const begun = register.body();
  const waiting = askForWait(begun, loosenWaitMs, nowMs());
  if (waiting !== begun) await register.update((body) => askForWait(body, loosenWaitMs, nowMs()));
  const vault = await openVault({
    directory: join(directory, 'credentials'),
    keys,
    register,
    isReadOnly: false,
  });
  const reservations = await openReservations({
    path: join(directory, 'reservations.jsonl'),
    keys: keys.epochs.map((epoch) => macKeyOf(epoch, 'journal')),
    seqMin: register.body().journalSeq,
    nowMs: nowMs(),
    onReached: (journalSeq) => register.update((body) => ({ ...body, journalSeq })),
  });
  if (!reservations.ok) return err(reservations.error);
  const nonces = createNonceMemory();
  for (const { fingerprint, nonce } of reservations.value.nonces()) nonces.take(fingerprint, nonce);
  const ask = openEgressLine();
  const execution = {
    vault,
    nonces,
    reservations: reservations.value,
    prices: createPublicPrices(ask, nowMs),
    limits,
    rules: (fingerprint: string) => rulesOf(register.body(), fingerprint, nowMs()),
    ask,
    nowMs,
  };
  const storing = () => ({
    state,
    vault,
    reservations: reservations.value,
    newKeyLimits,
    nowMs: nowMs(),
  });
  return ok({
    ...policyVerbs({ state, vault, nowMs }),
    execute: (request) => executeIntent(execution, request),
    store: (request) => storeSealed(storing(), request),
    replace: (request) => replaceSealed(storing(), request),
    forget: (credentialId) => vault.forget(credentialId),
    stored: () => vault.list(),
  });
}

function greet(greeting: SignerGreeting): void {
  process.send?.(greeting);
}

function refuse(code: string): void {
  greet({ kind: 'refused', code });
  process.exitCode = 1;
  process.disconnect?.();
}
