import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exchangeProfiles } from './exchange-profile.ts';
import {
  krakenDocumented,
  krakenGuided,
  krakenPermissionTable,
  krakenRefused,
} from './golden/key-answers.ts';
import { judgeListing } from './key-listing.ts';
import { readKrakenListing } from './kraken-permissions.ts';

const nowMs = Date.UTC(2026, 10, 22);
const named = krakenPermissionTable.map(([name]) => name);
const outgoing = ['withdraw-funds', 'earn-funds', 'add-withdraw-address', 'update-withdraw-address'] as const;

function guided(change: Readonly<Record<string, unknown>>): unknown {
  const { result } = JSON.parse(krakenGuided);
  return { error: [], result: { ...result, ...change } };
}
const judged = (body: unknown, isAttested = true) =>
  judgeListing(readKrakenListing(body), { isAttested, nowMs });

describe('readKrakenListing()', () => {
  it('items 1 and 3: readKrakenListing() lets no key through that could withdraw or has a name never seen', () => {
    const names = fc.array(fc.oneof(fc.constantFrom(...named), fc.string({ minLength: 1 })), {
      maxLength: 16,
    });
    fc.assert(
      fc.property(names, fc.boolean(), (permissions, isAttested) => {
        const { verdict } = judged(guided({ permissions }), isAttested);
        const isKnown = permissions.every((name) => named.some((known) => known === name));
        const isOutgoing = outgoing.some((name) => permissions.includes(name));
        if (!isKnown || isOutgoing) expect(verdict).toBe('UNSAFE');
        // Kraken cannot say that nothing is moved to the futures wallet: never better than a person's word.
        expect(['ATTESTED', 'INSUFFICIENT', 'UNSAFE']).toContain(verdict);
      }),
      { numRuns: 2_000 },
    );
  });

  it('items 3 and 4: readKrakenListing() takes no answer with a field missing or of another type for good news', () => {
    const required = ['permissions', 'validUntil', 'queryFrom', 'queryTo', 'ipAllowlist'];
    const odd = fc.oneof(
      fc.constant(undefined),
      fc.constant(null),
      fc.boolean(),
      fc.constant(-1),
      fc.constant(1.5),
      fc.constant(''),
      fc.constant('soon'),
      fc.constant([7]),
      fc.constant(['']),
      fc.constant({}),
    );
    fc.assert(
      fc.property(fc.constantFrom(...required), odd, (field, value) => {
        expect(readKrakenListing(guided({ [field]: value }))).toEqual({ ok: false, error: { field } });
        expect(judged(guided({ [field]: value })).verdict).toBe('UNSAFE');
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(judged(body).verdict).toBe('UNSAFE');
      }),
    );
  });

  it('item 1: readKrakenListing() of the documented example is refused for its withdrawals', () => {
    const body: unknown = JSON.parse(krakenDocumented);
    expect(readKrakenListing(body)).toEqual({
      ok: true,
      value: {
        permissions: {
          trade: false,
          readBalances: true,
          readAccount: false,
          withdraw: true,
          transfer: null,
          keyAdmin: false,
          unknownNames: [],
          source: 'introspected',
        },
        extras: [],
        hasAddressList: false,
        expiresAtMs: null,
      },
    });
    expect(judged(body)).toEqual({ verdict: 'UNSAFE', refusal: 'withdrawal_allowed' });
  });

  it('items 4 and 7: readKrakenListing() of the key that the guide makes is fit, on a person’s word, until its end', () => {
    const body: unknown = JSON.parse(krakenGuided);
    const read = readKrakenListing(body);
    expect(read.ok && [read.value.hasAddressList, read.value.expiresAtMs]).toEqual([true, 1_804_118_400_000]);
    expect(judged(body)).toEqual({ verdict: 'ATTESTED', refusal: null });
    expect(judged(body, false)).toEqual({ verdict: 'INSUFFICIENT', refusal: 'key_list_not_confirmed' });
    const late = { isAttested: true, nowMs: 1_804_118_400_000 };
    expect(judgeListing(read, late)).toEqual({ verdict: 'INSUFFICIENT', refusal: 'key_expired' });
  });

  it.each([
    [[...named.slice(0, 2), 'teleport'], 'permission_unknown'],
    [['__proto__'], 'permission_unknown'],
    [['query-funds', 'query-open-trades', 'query-closed-trades', 'modify-trades'], 'place_orders_missing'],
    [['query-open-trades', 'query-closed-trades', 'modify-trades', 'close-trades'], 'view_balances_missing'],
    [['query-funds', 'query-open-trades', 'modify-trades', 'close-trades'], 'view_account_missing'],
    [['earn-funds', 'query-funds'], 'transfer_allowed'],
    [['add-withdraw-address'], 'key_admin_allowed'],
  ])('item 3: readKrakenListing() of %j is %s', (permissions, refusal) => {
    expect(judged(guided({ permissions })).refusal).toBe(refusal);
  });

  it('readKrakenListing() takes a window of time for orders that cannot be seen', () => {
    expect(judged(guided({ queryFrom: '1772542900' })).refusal).toBe('view_account_missing');
    expect(judged(guided({ queryTo: 1_772_542_900 })).refusal).toBe('view_account_missing');
  });

  it('readKrakenListing() names what is granted beyond the need, and keeps neither key nor account', () => {
    const permissions = [...named.slice(0, 2), 'query-ledger', 'export-data', 'create-ws-token'];
    const read = readKrakenListing(guided({ permissions }));
    expect(read.ok && read.value.extras).toEqual([
      'add-funds',
      'query-ledger',
      'export-data',
      'create-ws-token',
    ]);
    expect(JSON.stringify(read)).not.toMatch(/4\/SDrDBc|AA88|Mandato/);
  });

  it('readKrakenListing() knows the thirteen names of the table, and the profile draws each of them', () => {
    const read = readKrakenListing(guided({ permissions: [...named] }));
    expect(read.ok && read.value.permissions.unknownNames).toEqual([]);
    expect(exchangeProfiles.kraken.switches.map(({ id }) => id)).toEqual([...named]);
    const wanted = exchangeProfiles.kraken.switches.filter(({ isWanted }) => isWanted).map(({ id }) => id);
    expect(judged(guided({ permissions: wanted })).refusal).toBeNull();
  });

  it('readKrakenListing() of a refusal says nothing about the key', () => {
    expect(judged(JSON.parse(krakenRefused))).toEqual({
      verdict: 'UNSAFE',
      refusal: 'withdrawal_not_excluded',
    });
  });
});
