// A signer for tests: it answers audits as it is told to, keeps no secret, and remembers what it was asked to keep.

import type { ProbeEvidence } from '@mandato/invest-core/link/key-evidence';
import type { CredentialError, SignerClient, StoredCredential } from '@mandato/signer/client/signer-protocol';

/** How the exchange answers the probes of a key. */
export type KeyBehaviour =
  | 'safe'
  | 'may_withdraw'
  | 'may_not_trade'
  | 'revoked'
  | 'unreachable'
  | CredentialError
  | 'signer_gone';

export interface FakeSigner extends SignerClient {
  behaviour: KeyBehaviour;
  readonly kept: Map<string, StoredCredential>;
}

export const sealedForTests = { keyId: 'k1', ephemeralKey: 'AAAA', iv: 'AAAA', ciphertext: 'AAAA' };

export function fakeSigner(): FakeSigner {
  const kept = new Map<string, StoredCredential>();
  let serial = 0;
  const signer: FakeSigner = {
    behaviour: 'safe',
    kept,
    sealingKey: () => Promise.resolve({ keyId: 'k1', publicKey: 'AAAA' }),
    audit: () => {
      const { behaviour } = signer;
      if (behaviour === 'signer_gone') return Promise.reject(new Error('gone'));
      if (isCredentialError(behaviour)) return Promise.resolve({ ok: false, error: behaviour });
      const face = { keyHint: 'wxyz', fingerprint: `fingerprint-${serial}` };
      return Promise.resolve({ ok: true, value: { face, probes: probes(behaviour), attestation: 'a' } });
    },
    reaudit: (credentialId) => {
      if (!kept.has(credentialId)) return Promise.resolve({ ok: false, error: 'credential_unknown' });
      const fresh = probes(signer.behaviour).filter(({ probe }) => probe !== 'withdraw_nothing');
      return Promise.resolve({ ok: true, value: { probes: fresh } });
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

type Answer = ProbeEvidence['answer'];

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
  return asked.map(([probe, call, usual]) => ({ probe, call, answer: answerOf(usual), atMs: 1_000 }));
}
