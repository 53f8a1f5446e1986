import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  auditOutcome,
  type LinkFacts,
  type LinkStatusKind,
  linkStatus,
  mayPlaceOrders,
  remedyOf,
} from './link-status.ts';

const dayMs = 24 * 3_600_000;
const nowMs = 1_000 * dayMs;
const healthy: LinkFacts = {
  audit: { kind: 'fit' },
  frozenSinceMs: null,
  pausedSinceMs: null,
  expiresAtMs: null,
  missing: [],
};
const kindOf = (change: Partial<LinkFacts>): LinkStatusKind =>
  linkStatus({ ...healthy, ...change }, nowMs).kind;

const moment = fc.option(fc.integer({ min: nowMs - 30 * dayMs, max: nowMs + 30 * dayMs }));
const facts: fc.Arbitrary<LinkFacts> = fc.record({
  audit: fc.oneof(
    fc.constant({ kind: 'fit' as const }),
    fc.constant({ kind: 'silent' as const }),
    fc.record({
      kind: fc.constant('unfit' as const),
      cause: fc.constantFrom(
        'expired' as const,
        'permissions_missing' as const,
        'withdrawal_enabled' as const,
        'address_not_allowed' as const,
        'invalid' as const,
      ),
    }),
  ),
  frozenSinceMs: moment,
  pausedSinceMs: moment,
  expiresAtMs: moment,
  missing: fc.constant([]),
});

describe('linkStatus()', () => {
  it('linkStatus() lets no order through a link that is frozen, paused, unfit or expired', () => {
    fc.assert(
      fc.property(facts, (link) => {
        const status = linkStatus(link, nowMs);
        const isHalted =
          link.frozenSinceMs !== null ||
          link.pausedSinceMs !== null ||
          link.audit.kind === 'unfit' ||
          (link.expiresAtMs !== null && link.expiresAtMs <= nowMs);
        expect(mayPlaceOrders(status)).toBe(!isHalted);
        // Whatever stops orders for longer than the exchange's silence has something to press.
        expect(['none', 'wait'].includes(remedyOf(status))).toBe(!isHalted && status.kind !== 'expires_soon');
      }),
      { numRuns: 2_000 },
    );
  });

  it('linkStatus() names the cause before the freeze, and the freeze once the cause is gone', () => {
    const frozenSinceMs = nowMs - 1;
    expect(kindOf({ frozenSinceMs, audit: { kind: 'unfit', cause: 'withdrawal_enabled' } })).toBe(
      'withdrawal_enabled',
    );
    expect(kindOf({ frozenSinceMs })).toBe('frozen');
    expect(kindOf({ frozenSinceMs, audit: { kind: 'silent' } })).toBe('frozen');
    expect(kindOf({ audit: { kind: 'silent' } })).toBe('unreachable');
    expect(kindOf({ audit: { kind: 'silent' }, pausedSinceMs: 1 })).toBe('paused');
  });

  it('item 7: linkStatus() counts the days that are left, and never says zero of a key that still works', () => {
    expect(linkStatus({ ...healthy, expiresAtMs: nowMs + 1 }, nowMs)).toEqual({
      kind: 'expires_soon',
      days: 1,
    });
    expect(linkStatus({ ...healthy, expiresAtMs: nowMs + 14 * dayMs }, nowMs)).toEqual({
      kind: 'expires_soon',
      days: 14,
    });
    expect(kindOf({ expiresAtMs: nowMs + 14 * dayMs + 1 })).toBe('connected');
    expect(kindOf({ expiresAtMs: nowMs })).toBe('expired');
  });

  it('auditOutcome() takes silence and races for no news', () => {
    expect(auditOutcome(null)).toEqual({ kind: 'fit' });
    expect(auditOutcome('exchange_unreachable')).toEqual({ kind: 'silent' });
    expect(auditOutcome('nonce_refused')).toBeNull();
    expect(auditOutcome('permission_unknown')).toEqual({ kind: 'unfit', cause: 'withdrawal_enabled' });
  });
});
