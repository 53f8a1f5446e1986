// Starts the signer and hands out the only way to speak with it; this door never sees a secret or a signed request.

import { closeSync, fsyncSync, mkdirSync, openSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { VenueAnswer } from '@mandato/invest-core/venue/venue-answer';
import type { PairOptions, Reply } from './pair-session.ts';
import { readPolicyAnswer, readPolicyView } from './read-policy.ts';
import {
  readAudit,
  readAuditStep,
  readReaudit,
  readReplaced,
  readStored,
  readStoredList,
  readVenueAnswer,
} from './read-reply.ts';
import { createAuditRunner, type RunAudit } from './run-audit.ts';
import { type NetworkMeans, noLimits, type SignerOptions } from './signer-options.ts';
import type { SealedCredential, SealingKey, SignerClient, SignerPolicyClient } from './signer-protocol.ts';
import { SignerRefused, SignerUnavailable } from './signer-unavailable.ts';
import { readLimits } from './start-message.ts';
import { type SupervisedSigner, superviseSigner } from './supervise-signer.ts';

/** A running signer. */
export interface RunningSigner extends SignerClient, SignerPolicyClient {
  /** The key to seal the passphrase to, while the signer waits for it; null when it is open. */
  unlockKey(): SealingKey | null;
  /** Opens a locked signer with a sealed passphrase; on a first start this sets it. The code of a refusal, or null. */
  unlock(sealed: SealedCredential): Promise<string | null>;
  /** The means that keep the signer off the network, as its own self-test found them. */
  networkMeans(): readonly NetworkMeans[];
  /** Process ids of the signer and its egress, for whoever watches or kills them; null while starting again. */
  processIds(): { readonly signer: number | undefined; readonly egress: number | undefined } | null;
}

/** Longer than egress' own deadline of 15 s and the signer's of 17 s. */
const executeTimeoutMs = 20_000;
const storeTimeoutMs = 10_000;

/**
 * Starts signer and egress. Throws SignerRefused with a code when they must not run (key file missing, exposed or
 * wrong; permissions not in force; practice address not allowed), SignerUnavailable when they do not come up.
 */
export async function startSigner(given: SignerOptions): Promise<RunningSigner> {
  const options = prepare(given);
  const signer = await superviseSigner(options);
  const first = signer.current();
  if (first === null) throw new SignerUnavailable();
  syncDirectory(dirname(options.keyFile));
  const audits = createAuditRunner(options);
  let known = first.greeting();
  const greeting = () => {
    known = signer.current()?.greeting() ?? known;
    return known;
  };
  return {
    async sealingKey() {
      const said = greeting();
      if (said.kind === 'locked') throw new SignerUnavailable();
      return Promise.resolve(said.sealingKey);
    },
    networkMeans: () => greeting().networkMeans,
    unlockKey() {
      const said = greeting();
      return said.kind === 'locked' ? said.unlockKey : null;
    },
    async unlock(sealed) {
      return (await signer.current()?.unlock(sealed)) ?? null;
    },
    processIds: () => {
      const pair = signer.current()?.pair;
      return pair === undefined ? null : { signer: pair.program.pid, egress: pair.egress.pid };
    },
    ...auditVerbs(audits.run),
    ...vaultVerbs(signer),
    ...policyVerbs(signer),
    execute: (request) => execute(signer, request),
    async stop() {
      await Promise.all([audits.stop(), signer.stop()]);
    },
  };
}

function auditVerbs(run: RunAudit): Pick<SignerClient, 'audit' | 'reaudit'> {
  return {
    async audit({ owner, sealed, onStep }) {
      const reply = await run({ verb: 'audit', owner, sealed }, (progress) => {
        const step = readAuditStep(progress);
        if (step !== null) onStep?.(step);
      });
      return orUnavailable(readAudit(replyValue(reply)));
    },
    async reaudit(credentialId, scope = 'daily') {
      return orUnavailable(readReaudit(replyValue(await run({ verb: 'reaudit', credentialId, scope }))));
    },
  };
}

function vaultVerbs(signer: SupervisedSigner): Pick<SignerClient, 'store' | 'forget' | 'stored'> {
  const ask = asker(signer);
  return {
    async store({ owner, sealed, attestation }) {
      return orUnavailable(readStored(replyValue(await ask({ verb: 'store', owner, sealed, attestation }))));
    },
    async forget(credentialId) {
      const reply = await ask({ verb: 'forget', credentialId });
      if (reply.kind !== 'done') throw new SignerUnavailable();
    },
    async stored() {
      return orUnavailable(readStoredList(replyValue(await ask({ verb: 'stored' }))));
    },
  };
}

function policyVerbs(signer: SupervisedSigner): SignerPolicyClient {
  const ask = asker(signer);
  const change = async (question: Readonly<Record<string, unknown>>) =>
    orUnavailable(readPolicyAnswer(replyValue(await ask(question))));
  return {
    async policy() {
      return orUnavailable(readPolicyView(replyValue(await ask({ verb: 'policy' }))));
    },
    setLimits: ({ credentialId, limits, stepUp }) =>
      change({ verb: 'setLimits', credentialId, limits, stepUp }),
    freeze: (credentialId) => change({ verb: 'freeze', credentialId }),
    unfreeze: ({ credentialId, attestation, stepUp }) =>
      change({ verb: 'unfreeze', credentialId, attestation, stepUp }),
    setKillSwitch: ({ isOn, stepUp }) => change({ verb: 'setKillSwitch', isOn, stepUp }),
    async replace({ credentialId, owner, sealed, attestation }) {
      const question = { verb: 'replace', credentialId, owner, sealed, attestation };
      return orUnavailable(readReplaced(replyValue(await ask(question))));
    },
  };
}

// These verbs may be asked twice without harm, so a signer that ended in between is asked once more.
function asker(signer: SupervisedSigner): (question: Readonly<Record<string, unknown>>) => Promise<Reply> {
  return async (question) => {
    const reply = (await (await signer.await(storeTimeoutMs))?.ask(question, storeTimeoutMs)) ?? null;
    if (reply?.kind !== 'stopped' && reply?.kind !== 'not_asked') return reply ?? { kind: 'not_asked' };
    const session = await nextSession(signer);
    return (await session?.ask(question, storeTimeoutMs)) ?? { kind: 'not_asked' };
  };
}

// The supervisor notices the end a moment after the question did.
async function nextSession(signer: SupervisedSigner): ReturnType<SupervisedSigner['await']> {
  await signer.current()?.ended;
  return signer.await(storeTimeoutMs);
}

async function execute(
  signer: SupervisedSigner,
  { credentialId, intent, nonce }: Parameters<SignerClient['execute']>[0],
): Promise<VenueAnswer> {
  const question = { verb: 'execute', credentialId, intent, nonce };
  const session = signer.current();
  const isOpen = session !== null && session.greeting().kind === 'ready';
  const reply = isOpen ? await session.ask(question, executeTimeoutMs) : ({ kind: 'not_asked' } as const);
  switch (reply.kind) {
    case 'not_asked':
      return { kind: 'not_sent', cause: 'egress_unavailable' };
    case 'timeout':
      return { kind: 'lost', cause: 'timeout' };
    case 'stopped':
    case 'failed':
      return { kind: 'lost', cause: 'signer_stopped' };
    case 'done':
      return readVenueAnswer(reply.value) ?? { kind: 'lost', cause: 'signer_stopped' };
  }
}

function replyValue(reply: Reply): unknown {
  return reply.kind === 'done' ? reply.value : null;
}

function orUnavailable<T>(value: T | null): T {
  if (value === null) throw new SignerUnavailable();
  return value;
}

// The permission flags compare real paths, so that every path is resolved once, here.
function prepare(given: SignerOptions): PairOptions {
  if (readLimits(given.limits) === null || readLimits(given.newKeyLimits ?? noLimits) === null)
    throw new SignerRefused('limits_malformed');
  mkdirSync(given.directory, { recursive: true, mode: 0o700 });
  mkdirSync(dirname(resolve(given.keyFile)), { recursive: true, mode: 0o700 });
  const directory = realpathSync(given.directory);
  const keyFile = join(realpathSync(dirname(resolve(given.keyFile))), basename(given.keyFile));
  const fromDirectory = relative(directory, keyFile);
  const isInside = !fromDirectory.startsWith('..');
  if (isInside) throw new SignerRefused('key_file_inside_directory');
  const programs = {
    signer: realpathSync(given.programs.signer),
    auditor: realpathSync(given.programs.auditor),
    egress: realpathSync(given.programs.egress),
  };
  return { ...given, directory, keyFile, programs, unlocking: { sealed: null } };
}

function syncDirectory(path: string): void {
  const descriptor = openSync(path, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
