import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isAboutOutflow,
  judgePermissions,
  type KeyPermissions,
  type LinkVerdict,
} from './judge-permissions.ts';

const answer = fc.constantFrom(true, false, null);
const permissions: fc.Arbitrary<KeyPermissions> = fc.record({
  trade: answer,
  readBalances: answer,
  readAccount: answer,
  withdraw: answer,
  transfer: answer,
  keyAdmin: answer,
  unknownNames: fc.oneof(fc.constant([]), fc.array(fc.string(), { minLength: 1, maxLength: 2 })),
  source: fc.constantFrom('introspected', 'probed', 'attested'),
});
const good: KeyPermissions = {
  trade: true,
  readBalances: true,
  readAccount: true,
  withdraw: false,
  transfer: false,
  keyAdmin: false,
  unknownNames: [],
  source: 'introspected',
};
const refusalOf = (change: Partial<KeyPermissions>, isAttested = true) =>
  judgePermissions({ ...good, ...change }, { isAttested }).refusal;
const verdictOf = (change: Partial<KeyPermissions>, isAttested = true) =>
  judgePermissions({ ...good, ...change }, { isAttested }).verdict;

describe('judgePermissions()', () => {
  it('items 1 and 4: judgePermissions() lets no unknown or outgoing right through without a word for it', () => {
    fc.assert(
      fc.property(permissions, fc.boolean(), (key, isAttested) => {
        const { verdict, refusal } = judgePermissions(key, { isAttested });
        expect(refusal === null).toBe(['SAFE', 'PROBED', 'ATTESTED'].includes(verdict));
        expect(verdict === 'UNSAFE').toBe(refusal !== null && isAboutOutflow(refusal));
        if (refusal === null) expectFit(key, verdict, isAttested);
      }),
      { numRuns: 3_000 },
    );
  });

  it('judgePermissions() never likes a key better for knowing less about it', () => {
    const fields = ['trade', 'readBalances', 'readAccount', 'withdraw', 'transfer', 'keyAdmin'] as const;
    fc.assert(
      fc.property(permissions, fc.boolean(), fc.constantFrom(...fields), (key, isAttested, field) => {
        fc.pre(key[field] !== null && judgePermissions(key, { isAttested }).refusal !== null);
        fc.pre(key.source !== 'attested');
        const isGoodNews = key[field] === ['trade', 'readBalances', 'readAccount'].includes(field);
        fc.pre(isGoodNews);
        expect(judgePermissions({ ...key, [field]: null }, { isAttested }).refusal).not.toBeNull();
      }),
    );
  });

  it('item 3: judgePermissions() refuses a permission whose name it has never seen', () => {
    expect(refusalOf({ unknownNames: ['teleport'] })).toBe('permission_unknown');
    expect(verdictOf({ unknownNames: ['teleport'] })).toBe('UNSAFE');
  });

  it('judgePermissions() gives each of the five verdicts for its own reason', () => {
    expect(verdictOf({}, false)).toBe('SAFE');
    expect(verdictOf({ transfer: null })).toBe('ATTESTED');
    expect(verdictOf({ source: 'probed', transfer: null, keyAdmin: null })).toBe('PROBED');
    expect(verdictOf({ source: 'attested', withdraw: null, transfer: null, keyAdmin: null })).toBe(
      'ATTESTED',
    );
    expect(verdictOf({ trade: false })).toBe('INSUFFICIENT');
    expect(verdictOf({ withdraw: true })).toBe('UNSAFE');
    expect(refusalOf({ source: 'probed', transfer: null, keyAdmin: null }, false)).toBe(
      'key_list_not_confirmed',
    );
    expect(refusalOf({ transfer: true })).toBe('transfer_allowed');
    expect(refusalOf({ keyAdmin: true })).toBe('key_admin_allowed');
    expect(refusalOf({ withdraw: null })).toBe('withdrawal_not_excluded');
  });
});

/** What has to hold of every key that is let through. */
function expectFit(key: KeyPermissions, verdict: LinkVerdict, isAttested: boolean): void {
  expect([key.withdraw, key.transfer, key.keyAdmin]).not.toContain(true);
  expect(key.unknownNames).toEqual([]);
  expect([key.trade, key.readBalances, key.readAccount]).toEqual([true, true, true]);
  if (key.withdraw === null) expect([key.source, isAttested]).toEqual(['attested', true]);
  if (verdict === 'SAFE') {
    expect(key).toMatchObject({
      source: 'introspected',
      withdraw: false,
      transfer: false,
      keyAdmin: false,
    });
  }
  if (verdict === 'PROBED') expect(key).toMatchObject({ source: 'probed', withdraw: false });
  if (!isAttested) expect([key.transfer, key.keyAdmin]).toEqual([false, false]);
}
