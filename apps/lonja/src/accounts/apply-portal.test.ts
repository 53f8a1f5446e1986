// Shows that the portal's state follows from its commands alone and that a refused one changes nothing.

import { accountIdOf } from '@mandato/exchange-core/ids';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyPortal } from './apply-portal.ts';
import type { PortalCommand } from './portal-command.ts';
import { createPortalState, keysMax, type PortalState } from './portal-state.ts';

const account = accountIdOf('ana');
const device = { browser: 'Firefox · Linux', address: '127.0.0.1' };
const small = fc.integer({ min: 0, max: 6 });
const commands: fc.Arbitrary<PortalCommand> = fc
  .tuple(fc.integer({ min: 0, max: 18 }), small, small)
  .map(([kind, a, b]): PortalCommand => {
    const at = { atMs: 1_000 * a + b, account: b === 6 ? accountIdOf('eve') : account };
    const tokenHash = `token-${a}`;
    const keyId = `key-${b}`;
    const made: readonly PortalCommand[] = [
      { kind: 'create_account', ...at, email: at.account, name: 'n', passwordHash: 'h', tokenHash },
      { kind: 'start_session', ...at, tokenHash, stage: 'second_factor', replaces: null },
      { kind: 'end_session', ...at, tokenHash },
      { kind: 'note_session_use', ...at, tokenHash },
      { kind: 'begin_two_factor', ...at, sealedSecret: `sealed-${a}` },
      { kind: 'confirm_two_factor', ...at, sealedSecret: `sealed-${a}`, step: b, tokenHash },
      { kind: 'confirm_sign_in', ...at, step: a, tokenHash: `new-${a}`, replaces: tokenHash },
      {
        kind: 'create_key',
        ...at,
        step: a,
        keyId,
        name: 'k',
        addresses: [],
        permissions: [],
        sealedSecret: 's',
      },
      { kind: 'delete_key', ...at, step: a, keyId },
      {
        kind: 'use_nonce',
        ...at,
        keyId,
        nonce: a < 3 ? { kind: 'v1', value: b + 1 } : { kind: 'v2', text: `n${a}`, atMs: at.atMs },
      },
      { kind: 'note_key_use', ...at, keyId },
      { kind: 'rename_account', ...at, name: `n${b}` },
      { kind: 'change_password', ...at, passwordHash: `h${b}`, tokenHash, device },
      {
        kind: 'turn_off_two_factor',
        ...at,
        proof: a < 4 ? { kind: 'step', step: b } : { kind: 'recovery', hash: `r${b}` },
        tokenHash,
        device,
      },
      { kind: 'set_recovery_codes', ...at, step: a, hashes: [`r${b}`, `r${b + 1}`], device },
      { kind: 'recover_sign_in', ...at, hash: `r${a}`, tokenHash: `new-${a}`, replaces: tokenHash, device },
      { kind: 'end_other_sessions', ...at, keeps: tokenHash, device },
      { kind: 'switch_key', ...at, keyId, isOn: a > 3, step: a === 5 ? null : a, device },
      { kind: 'change_key_addresses', ...at, keyId, addresses: ['127.0.0.1'], step: a, device },
    ];
    return made[kind] ?? { kind: 'end_session', ...at, tokenHash };
  });

function shown(state: PortalState): string {
  return JSON.stringify(state, (_key, value: unknown) =>
    value instanceof Map || value instanceof Set ? [...value.entries()] : value,
  );
}

test('applyPortal() gives the same state for the accepted commands alone', () => {
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 60 }), (all) => {
      const lived = createPortalState();
      const accepted = all.filter((command) => {
        const before = shown(lived);
        const { ok } = applyPortal(lived, command);
        if (!ok) expect(shown(lived)).toBe(before);
        return ok;
      });
      const replayed = createPortalState();
      for (const command of accepted) expect(applyPortal(replayed, command).ok).toBe(true);
      expect(shown(replayed)).toBe(shown(lived));
    }),
  );
});

test('applyPortal() keeps its limits whatever it is told', () => {
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 80 }), (all) => {
      const state = createPortalState();
      let lastStep = -1;
      for (const command of all) {
        applyPortal(state, command);
        const person = state.accounts.get(account);
        const step = person?.twoFactor.kind === 'on' ? person.twoFactor.lastUsedStep : -1;
        expect(step).toBeGreaterThanOrEqual(lastStep);
        lastStep = Math.max(lastStep, step);
        expect(person?.keys.size ?? 0).toBeLessThanOrEqual(keysMax);
      }
      const owned = [...state.accounts.values()].flatMap((person) => [...person.keys.keys()]);
      expect([...state.keys.keys()].sort()).toEqual(owned.sort());
    }),
  );
});
