// The auditor: opens one credential in memory, sends the harmless probes, says what came back, and ends. It writes nothing.

import './process/remove-network.ts';
import './process/close-debugger.ts';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ok } from '@mandato/primitives/result';
import { attest } from './audit/attestation.ts';
import { harmlessProbes, type Probe, withdrawalProbe } from './audit/probes.ts';
import { runProbes } from './audit/run-probes.ts';
import { closedRecord, plainRecord } from './client/plain-record.ts';
import type {
  AuditFindings,
  AuditStep,
  CredentialError,
  CredentialOwner,
  KeyAudit,
  Outcome,
} from './client/signer-protocol.ts';
import { readSignerArgument, type SignerArgument, type SignerGreeting } from './client/start-message.ts';
import { openEgressLine } from './process/egress-line.ts';
import type { SignerState } from './process/open-signer-state.ts';
import { findSandboxHoles } from './process/self-test.ts';
import { openWhenUnlocked } from './process/unlock.ts';
import { openSealed, readSealed } from './sealing/open-sealed.ts';
import { forgetCredential, type OpenCredential } from './sign/sign-request.ts';
import { readOwner } from './vault/credential-record.ts';
import { accountFaceOf, keyFaceOf } from './vault/key-face.ts';
import { openVault } from './vault/vault.ts';

process.on('disconnect', () => process.exit(0));
await start();

async function start(): Promise<void> {
  const argument = readSignerArgument(process.argv[2]);
  if (argument === null) return refuse('argument_malformed');
  const [hole] = findSandboxHoles(argument);
  if (hole !== undefined) return refuse(hole);
  const greeting = await openWhenUnlocked(argument, false, (state) => {
    process.once('message', (message: unknown) => answer(argument, state, message));
    return Promise.resolve(ok(undefined));
  });
  if (greeting.kind === 'refused') return refuse(greeting.code);
  greet(greeting);
}

function answer(argument: SignerArgument, state: SignerState, message: unknown): void {
  const { id, verb } = plainRecord(message) ?? {};
  const answered =
    verb === 'reaudit'
      ? reaudit(join(argument.directory, 'credentials'), state, message)
      : audit(state, message, (progress) => process.send?.({ id, progress }));
  answered.then(
    (value) => process.send?.({ id, value: { kind: 'done', value } }),
    () => process.send?.({ id, value: { kind: 'failed' } }),
  );
}

async function audit(
  state: SignerState,
  message: unknown,
  onStep: (step: AuditStep) => void,
): Promise<Outcome<KeyAudit, CredentialError>> {
  const request = closedRecord(message, ['id', 'verb', 'owner', 'sealed']) ?? {};
  const owner = readOwner(request['owner']);
  const sealed = readSealed(request['sealed']);
  if (owner === null || sealed === null) return { ok: false, error: 'sealed_unreadable' };
  const opened = openSealed(state.pair, sealed);
  if (!opened.ok) return opened;
  onStep({ kind: 'opened' });
  const credential = opened.value;
  const face = keyFaceOf(state.keys.fingerprint, owner.exchange, credential.apiKey);
  const findings = await probe(state, {
    owner,
    fingerprint: face.fingerprint,
    credential,
    probes: [...harmlessProbes(unknownOid()), withdrawalProbe],
    onStep,
  });
  return { ok: true, value: { face, ...findings } };
}

async function reaudit(
  directory: string,
  state: SignerState,
  message: unknown,
): Promise<Outcome<AuditFindings, 'credential_unknown'>> {
  const { credentialId, scope } = closedRecord(message, ['id', 'verb', 'credentialId', 'scope']) ?? {};
  const vault = await openVault({
    directory,
    keys: state.keys,
    register: state.register,
    isReadOnly: true,
  });
  const stored = typeof credentialId === 'string' ? vault.find(credentialId) : null;
  const credential = stored === null ? null : vault.open(stored.credentialId);
  if (stored === null || credential === null) return { ok: false, error: 'credential_unknown' };
  const harmless = harmlessProbes(unknownOid());
  const findings = await probe(state, {
    owner: stored.owner,
    fingerprint: stored.face.fingerprint,
    credential,
    // Whatever is not exactly the word for it never asks about withdrawals.
    probes: scope === 'full' ? [...harmless, withdrawalProbe] : harmless,
    onStep: () => undefined,
  });
  return { ok: true, value: findings };
}

interface Probing {
  readonly owner: CredentialOwner;
  readonly fingerprint: string;
  readonly credential: OpenCredential;
  readonly probes: readonly Probe[];
  readonly onStep: (step: AuditStep) => void;
}

/** Sends the probes, forgets the credential, and attests what the one about withdrawals was answered. */
async function probe(state: SignerState, asked: Probing): Promise<AuditFindings> {
  const { owner, fingerprint, credential, onStep } = asked;
  const { exchange } = owner;
  const run = await runProbes({ exchange, credential, probes: asked.probes, ask: openEgressLine(), onStep });
  forgetCredential(credential);
  const withdrawal = run.probes.find((evidence) => evidence.probe === 'withdraw_nothing') ?? null;
  const about = { owner, fingerprint };
  const { clientId } = run;
  return {
    probes: run.probes,
    account: clientId === null ? null : accountFaceOf(state.keys.fingerprint, exchange, clientId),
    // Bitso has no call that tells when a key ends (bitso-api 13), and the practice exchange speaks as Bitso does.
    expiresAtMs: null,
    attestation: attest(state.attestationKey, about, { probe: withdrawal, atMs: Date.now() }),
  };
}

// 16 letters and digits, as Bitso's order ids are; 95 random bits name nobody's order.
function unknownOid(): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  return Array.from(randomBytes(16), (byte) => alphabet[byte % alphabet.length] ?? '0').join('');
}

function greet(greeting: SignerGreeting): void {
  process.send?.(greeting);
}

function refuse(code: string): void {
  greet({ kind: 'refused', code });
  process.exitCode = 1;
  process.disconnect?.();
}
