// A signer for tests: it answers audits as it is told to, keeps no secret, and remembers what it was asked to keep.

import type { ProbeEvidence } from '@mandato/invest-core/link/key-evidence';
import type { AuditScope, CredentialError, StoredCredential } from '@mandato/signer/client/signer-protocol';
import type { LinkSigner } from './link-exchange.ts';

/** How the exchange answers the probes of a key. */
export type KeyBehaviour =
  | 'safe'
  | 'may_withdraw'
  | 'may_not_trade'
  | 'revoked'
  | 'unreachable'
  | CredentialError
  | 'signer_gone';

export interface FakeSigner extends LinkSigner {
  behaviour: KeyBehaviour;
  /** The account that keys belong to at the exchange. */
  account: string | null;
  /** What the exchange reports of when keys end; null where it does not say. */
  expiresAtMs: number | null;
  /** When each frozen key was frozen, in the fake's own count of events. */
  readonly frozen: Map<string, number>;
  readonly kept: Map<string, StoredCredential>;
}

export const sealedForTests = { keyId: 'k1', ephemeralKey: 'AAAA', iv: 'AAAA', ciphertext: 'AAAA' };

const noPolicy = { killSwitch: { isOn: false, releaseAtMs: null }, waitMs: 0, keys: [] };

export function fakeSigner(): FakeSigner {
  const kept = new Map<string, StoredCredential>();
  let serial = 0;
  let events = 0;
  // As the signer does: only a word that is younger than the freeze ends it.
  const attestation = (behaviour: KeyBehaviour, scope: AuditScope): string => {
    events += 1;
    return scope === 'full' && behaviour !== 'may_withdraw' ? `no-outflow ${events}` : `unknown ${events}`;
  };
  const signer: FakeSigner = {
    behaviour: 'safe',
    account: 'account-1',
    expiresAtMs: null,
    frozen: new Map(),
    kept,
    sealingKey: () => Promise.resolve({ keyId: 'k1', publicKey: 'AAAA' }),
    audit: ({ onStep }) => {
      const { behaviour } = signer;
      if (behaviour === 'signer_gone') return Promise.reject(new Error('gone'));
      if (isCredentialError(behaviour)) return Promise.resolve({ ok: false, error: behaviour });
      const face = { keyHint: 'wxyz', fingerprint: `fingerprint-${serial + 1}` };
      onStep?.({ kind: 'opened' });
      for (const evidence of probes(behaviour)) {
        onStep?.({ kind: 'asking', probe: evidence.probe });
        onStep?.({ kind: 'answered', evidence });
      }
      const { account, expiresAtMs } = signer;
      const word = attestation(behaviour, 'full');
      return Promise.resolve({
        ok: true,
        value: { face, probes: probes(behaviour), account, expiresAtMs, attestation: word },
      });
    },
    reaudit: (credentialId, scope = 'daily') => {
      if (!kept.has(credentialId)) return Promise.resolve({ ok: false, error: 'credential_unknown' });
      const all = probes(signer.behaviour);
      const fresh = scope === 'full' ? all : all.filter(({ probe }) => probe !== 'withdraw_nothing');
      const { account, expiresAtMs } = signer;
      const word = attestation(signer.behaviour, scope);
      return Promise.resolve({ ok: true, value: { probes: fresh, account, expiresAtMs, attestation: word } });
    },
    freeze: (credentialId) => {
      if (!kept.has(credentialId)) return Promise.resolve({ ok: false, error: 'credential_unknown' });
      events += 1;
      signer.frozen.set(credentialId, events);
      return Promise.resolve({ ok: true, value: noPolicy });
    },
    unfreeze: ({ credentialId, attestation: given }) => {
      const [word, at] = (given ?? '').split(' ');
      const isYounger = Number(at) > (signer.frozen.get(credentialId) ?? 0);
      if (word !== 'no-outflow' || !isYounger)
        return Promise.resolve({ ok: false, error: 'step_up_required' });
      signer.frozen.delete(credentialId);
      return Promise.resolve({ ok: true, value: noPolicy });
    },
    replace: ({ credentialId, owner }) => {
      if (!kept.has(credentialId)) return Promise.resolve({ ok: false, error: 'credential_unknown' });
      serial += 1;
      const face = { keyHint: 'new4', fingerprint: `fingerprint-${serial}` };
      const stored = { credentialId, owner, face };
      kept.set(credentialId, stored);
      return Promise.resolve({ ok: true, value: stored });
    },
    store: ({ owner }) => {
      serial += 1;
      const credentialId = `cred-${serial}`;
      const face = { keyHint: 'wxyz', fingerprint: `fingerprint-${serial}` };
      kept.set(credentialId, { credentialId, owner, face });
      return Promise.resolve({ ok: true, value: { credentialId, face } });
    },
    forget: (credentialId) => {
      kept.delete(credentialId);
      return Promise.resolve();
    },
    stored: () => Promise.resolve([...kept.values()]),
    execute: () => Promise.resolve({ kind: 'not_sent', cause: 'connection_refused' }),
    stop: () => Promise.resolve(),
  };
  return signer;
}

function isCredentialError(behaviour: KeyBehaviour): behaviour is CredentialError {
  return !['safe', 'may_withdraw', 'may_not_trade', 'revoked', 'unreachable', 'signer_gone'].includes(
    behaviour,
  );
}

/** The evidence of a key that is as it should be. */
export function safeProbes(): ProbeEvidence[] {
  return probes('safe');
}

type Answer = ProbeEvidence['answer'];

/** When the fake's exchange answers: late enough never to be too old in a test. */
const probedAtMs = Date.UTC(2026, 10, 22);

function probes(behaviour: KeyBehaviour): ProbeEvidence[] {
  const answered = (status: number, code: string | null): Answer => ({ kind: 'answered', status, code });
  const answerOf = (usual: Answer): Answer => {
    if (behaviour === 'unreachable') return { kind: 'unanswered', cause: 'connection_refused' };
    return behaviour === 'revoked' ? answered(401, '0201') : usual;
  };
  const missing = answered(401, '0202');
  const orders = behaviour === 'may_not_trade' ? missing : answered(400, '0301');
  const withdraw = behaviour === 'may_withdraw' ? answered(400, '0301') : missing;
  const asked: [ProbeEvidence['probe'], string, Answer][] = [
    ['read_balance', 'GET /api/v3/balance', answered(200, null)],
    ['read_account', 'GET /api/v3/account_status', answered(200, null)],
    ['cancel_unknown_order', 'DELETE /api/v3/orders/x', orders],
    ['place_empty_order', 'POST /api/v3/orders', orders],
    ['withdraw_nothing', 'POST /api/v3/withdrawals', withdraw],
  ];
  return asked.map(([probe, call, usual]) => ({ probe, call, answer: answerOf(usual), atMs: probedAtMs }));
}
