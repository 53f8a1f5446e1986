// The attestation counts only for its key, its owner, its answer and a quarter of an hour.

import type { ProbeEvidence } from '@mandato/invest-core/link/key-evidence';
import { expect, test } from 'vitest';
import { attest, attestationAgeMsMax, attestsNoOutflow } from './attestation.ts';
import { harmlessProbes, withdrawalProbe } from './probes.ts';

const key = Buffer.alloc(32, 1);
const owner = { userId: 'u', linkId: 'l', exchange: 'bitso' as const };
const about = { owner, fingerprint: 'f' };
const atMs = 1_700_000_000_000;
const probeAnswered = (status: number, code: string | null): ProbeEvidence => ({
  probe: 'withdraw_nothing',
  call: 'POST',
  answer: { kind: 'answered', status, code },
  atMs,
});
const good = attest(key, about, { probe: probeAnswered(401, '0202'), atMs });

test('attestsNoOutflow() holds for the key, owner and time that were attested', () => {
  expect(attestsNoOutflow(key, about, { attestation: good, nowMs: atMs + 1 })).toBe(true);
  const last = atMs + attestationAgeMsMax - 1;
  expect(attestsNoOutflow(key, about, { attestation: good, nowMs: last })).toBe(true);
  expect(attestsNoOutflow(key, about, { attestation: good, nowMs: last + 1 })).toBe(false);
});

test('attestsNoOutflow() fails for anybody else, another key, and altered text', () => {
  const claim = { attestation: good, nowMs: atMs };
  expect(attestsNoOutflow(Buffer.alloc(32, 2), about, claim)).toBe(false);
  expect(attestsNoOutflow(key, { ...about, fingerprint: 'g' }, claim)).toBe(false);
  for (const change of [{ userId: 'v' }, { linkId: 'm' }, { exchange: 'practice' as const }]) {
    expect(attestsNoOutflow(key, { ...about, owner: { ...owner, ...change } }, claim)).toBe(false);
  }
  const later = good.replace(String(atMs), String(atMs + 60_000));
  expect(attestsNoOutflow(key, about, { attestation: later, nowMs: atMs })).toBe(false);
  expect(attestsNoOutflow(key, about, { attestation: '', nowMs: atMs })).toBe(false);
});

test('attestsNoOutflow() fails for every answer but 401 with 0202', () => {
  const answers = [null, probeAnswered(400, '0303'), probeAnswered(401, '0201'), probeAnswered(200, null)];
  answers.push(probeAnswered(401, null), probeAnswered(400, '0202'), probeAnswered(500, '0202'));
  for (const probe of answers) {
    const bad = attest(key, about, { probe, atMs });
    expect(attestsNoOutflow(key, about, { attestation: bad, nowMs: atMs })).toBe(false);
    const forged = bad.replace(/^(v1\.[0-9]+\.)[^.]+/, '$1401-0202');
    expect(attestsNoOutflow(key, about, { attestation: forged, nowMs: atMs })).toBe(false);
  }
});

test('harmlessProbes() and withdrawalProbe have bodies that can name neither an amount nor a destination', () => {
  const probes = [...harmlessProbes('AAAAAAAAAAAAAAAA'), withdrawalProbe];
  expect(probes.map(({ request }) => request.body)).toEqual(['', '', '', '', '{}', '{}']);
  expect(harmlessProbes('x').some(({ request }) => request.target.includes('withdraw'))).toBe(false);
});
