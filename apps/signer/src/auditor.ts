// The auditor: opens one credential in memory, sends the harmless probes, says what came back, and ends. It writes nothing.

import './process/remove-network.ts';
import './process/close-debugger.ts';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { ProbeEvidence } from '@mandato/invest-core/link/key-evidence';
import { ok } from '@mandato/primitives/result';
import { attest } from './audit/attestation.ts';
import { harmlessProbes, withdrawalProbe } from './audit/probes.ts';
import { runProbes } from './audit/run-probes.ts';
import { closedRecord, plainRecord } from './client/plain-record.ts';
import type { CredentialError, KeyAudit, Outcome } from './client/signer-protocol.ts';
import { readSignerArgument, type SignerArgument, type SignerGreeting } from './client/start-message.ts';
import { openEgressLine } from './process/egress-line.ts';
import type { SignerState } from './process/open-signer-state.ts';
import { findSandboxHoles } from './process/self-test.ts';
import { openWhenUnlocked } from './process/unlock.ts';
import { openSealed, readSealed } from './sealing/open-sealed.ts';
import { forgetCredential } from './sign/sign-request.ts';
import { readOwner } from './vault/credential-record.ts';
import { keyFaceOf } from './vault/key-face.ts';
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
      : audit(state, message);
  answered.then(
    (value) => process.send?.({ id, value: { kind: 'done', value } }),
    () => process.send?.({ id, value: { kind: 'failed' } }),
  );
}

async function audit(state: SignerState, message: unknown): Promise<Outcome<KeyAudit, CredentialError>> {
  const request = closedRecord(message, ['id', 'verb', 'owner', 'sealed']) ?? {};
  const owner = readOwner(request['owner']);
  const sealed = readSealed(request['sealed']);
  if (owner === null || sealed === null) return { ok: false, error: 'sealed_unreadable' };
  const opened = openSealed(state.pair, sealed);
  if (!opened.ok) return opened;
  const credential = opened.value;
  const face = keyFaceOf(state.keys.fingerprint, owner.exchange, credential.apiKey);
  const probes = await runProbes({
    exchange: owner.exchange,
    credential,
    probes: [...harmlessProbes(unknownOid()), withdrawalProbe],
    ask: openEgressLine(),
  });
  forgetCredential(credential);
  const probe = probes.find((evidence) => evidence.probe === 'withdraw_nothing') ?? null;
  const about = { owner, fingerprint: face.fingerprint };
  const attestation = attest(state.attestationKey, about, { probe, atMs: Date.now() });
  return { ok: true, value: { face, probes, attestation } };
}

async function reaudit(
  directory: string,
  state: SignerState,
  message: unknown,
): Promise<Outcome<{ readonly probes: readonly ProbeEvidence[] }, 'credential_unknown'>> {
  const { credentialId } = closedRecord(message, ['id', 'verb', 'credentialId']) ?? {};
  const vault = await openVault({
    directory,
    keys: state.keys,
    register: state.register,
    isReadOnly: true,
  });
  const stored = typeof credentialId === 'string' ? vault.find(credentialId) : null;
  const credential = stored === null ? null : vault.open(stored.credentialId);
  if (stored === null || credential === null) return { ok: false, error: 'credential_unknown' };
  const probes = await runProbes({
    exchange: stored.owner.exchange,
    credential,
    probes: harmlessProbes(unknownOid()),
    ask: openEgressLine(),
  });
  forgetCredential(credential);
  return { ok: true, value: { probes } };
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
