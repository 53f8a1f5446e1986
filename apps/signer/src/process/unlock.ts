// Turns what a process was started with into its open state: at once with a key file, or after a passphrase came in.

import { err, type Result } from '@mandato/primitives/result';
import { closedRecord, plainRecord } from '../client/plain-record.ts';
import type { SignerArgument, SignerGreeting } from '../client/start-message.ts';
import { openPassphrase, readSealed } from '../sealing/open-sealed.ts';
import { openUnlockPair, type SealingPair, sealingKeyOf } from '../sealing/sealing-pair.ts';
import { readKeyring } from '../vault/keyring.ts';
import { openSignerState, type SignerState, type StateError } from './open-signer-state.ts';
import { networkMeansInForce } from './self-test.ts';

export type ReadyGreeting = Extract<SignerGreeting, { kind: 'ready' }>;

/** Opens the state and whatever hangs on it; the code says why that was refused. */
export type Open = (state: SignerState) => Promise<Result<void, string>>;

/** Greets, and calls `open` once with the state: now, or when the right passphrase has come. */
export async function openWhenUnlocked(
  argument: SignerArgument,
  mayCreate: boolean,
  open: Open,
): Promise<SignerGreeting> {
  const place = { ...argument, mayCreate };
  if (argument.keySource === 'file') return greetingOf(await openWith({ ...place, passphrase: null }, open));
  const keyring = await readKeyring(argument.directory);
  // Set up with a key file: no passphrase would ever be right.
  if (keyring.ok && keyring.value.locks.every(({ stretching }) => stretching === null))
    return { kind: 'refused', code: 'key_source_differs' };
  const pair = await openUnlockPair(argument.directory, mayCreate).catch(() => null);
  if (pair === null) return { kind: 'refused', code: 'directory_unwritable' };
  awaitPassphrase(pair, (passphrase) => openWith({ ...place, passphrase }, open));
  return { kind: 'locked', unlockKey: sealingKeyOf(pair), networkMeans: networkMeansInForce() };
}

function awaitPassphrase(
  pair: SealingPair,
  unlock: (passphrase: Buffer) => Promise<Result<ReadyGreeting, string>>,
): void {
  // One at a time: each attempt takes 64 MiB and its tenths of a second.
  let last: Promise<unknown> = Promise.resolve();
  let isOpen = false;
  const attempt = async (message: unknown): Promise<Result<ReadyGreeting, string>> => {
    const sealed = readSealed(closedRecord(message, ['id', 'verb', 'sealed'])?.['sealed']);
    if (sealed === null || isOpen) return err('sealed_unreadable');
    const passphrase = openPassphrase(pair, sealed);
    if (!passphrase.ok) return passphrase;
    const opened = await unlock(passphrase.value);
    passphrase.value.fill(0);
    isOpen = opened.ok;
    return opened;
  };
  const listen = (message: unknown) => {
    const { id, verb } = plainRecord(message) ?? {};
    if (isOpen || typeof id !== 'number') return;
    if (verb !== 'unlock') return void process.send?.({ id, value: { kind: 'failed' } });
    last = last.then(async () => {
      const value = await attempt(message).catch(() => err('directory_unwritable'));
      if (isOpen) process.off('message', listen);
      process.send?.({ id, value: { kind: 'done', value } });
    });
  };
  process.on('message', listen);
}

async function openWith(
  place: Parameters<typeof openSignerState>[0],
  open: Open,
): Promise<Result<ReadyGreeting, string>> {
  const state: Result<SignerState, StateError> = await openSignerState(place);
  if (!state.ok) return state;
  const opened = await open(state.value).catch(() => err('directory_unwritable'));
  if (!opened.ok) return opened;
  const sealingKey = sealingKeyOf(state.value.pair);
  return { ok: true, value: { kind: 'ready', sealingKey, networkMeans: networkMeansInForce() } };
}

function greetingOf(opened: Result<ReadyGreeting, string>): SignerGreeting {
  return opened.ok ? opened.value : { kind: 'refused', code: opened.error };
}
