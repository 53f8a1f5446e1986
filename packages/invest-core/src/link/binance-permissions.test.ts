import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBinanceListing } from './binance-permissions.ts';
import { exchangeProfiles } from './exchange-profile.ts';
import { binanceDocumented, binanceEarlier, binanceGuided, binanceRefused } from './golden/key-answers.ts';
import { judgeListing } from './key-listing.ts';

const nowMs = Date.UTC(2026, 10, 22);
const good: Readonly<Record<string, unknown>> = JSON.parse(binanceGuided);
const flags = Object.keys(good).filter((name) => /^(enable|permits)/.test(name));
const outgoing = [
  'enableWithdrawals',
  'enableInternalTransfer',
  'permitsUniversalTransfer',
  'enableMargin',
] as const;
const judged = (body: unknown, isAttested = true) =>
  judgeListing(readBinanceListing(body), { isAttested, nowMs });

describe('readBinanceListing()', () => {
  it('items 1 and 3: readBinanceListing() lets no key through that could withdraw or transfer, or has a flag never seen', () => {
    const answers = fc.record(Object.fromEntries(flags.map((name) => [name, fc.boolean()])));
    const stranger = fc.option(fc.string({ minLength: 1 }).filter((name) => !(name in good)));
    fc.assert(
      fc.property(answers, stranger, fc.boolean(), (answer, name, isAttested) => {
        const body = { ...good, ...answer, ...(name === null ? {} : { [name]: false }) };
        const { verdict } = judged(body, isAttested);
        const isOutgoing = outgoing.some((flag) => answer[flag] === true);
        if (isOutgoing || (name !== null && name !== '__proto__')) expect(verdict).toBe('UNSAFE');
        // Binance cannot say that no other key is made: never better than a person's word.
        expect(['ATTESTED', 'INSUFFICIENT', 'UNSAFE']).toContain(verdict);
      }),
      { numRuns: 2_000 },
    );
  });

  it('items 3 and 4: readBinanceListing() takes no answer with a field missing or of another type for good news', () => {
    const later = ['enablePortfolioMarginTrading', 'enableFixApiTrade', 'enableFixReadOnly'];
    const odd = fc.constantFrom(null, 'false', 0, 1, [], {}, -1, 1.5, 'true', '');
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(good)), odd, (field, value) => {
        fc.pre(field !== 'createTime' || typeof value !== 'number' || value < 0 || value === 1.5);
        expect(readBinanceListing({ ...good, [field]: value })).toEqual({ ok: false, error: { field } });
      }),
    );
    for (const field of Object.keys(good)) {
      const { [field]: gone, ...body } = good;
      expect(gone).toBeDefined();
      expect(readBinanceListing(body).ok).toBe(later.includes(field));
    }
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(judged(body).verdict).toBe('UNSAFE');
      }),
    );
  });

  it('item 1: readBinanceListing() of the documented example is refused for its transfers', () => {
    const body: unknown = JSON.parse(binanceDocumented);
    expect(readBinanceListing(body)).toEqual({
      ok: true,
      value: {
        permissions: {
          trade: false,
          readBalances: true,
          readAccount: true,
          withdraw: false,
          transfer: true,
          keyAdmin: false,
          unknownNames: [],
          source: 'introspected',
        },
        extras: ['enablePortfolioMarginTrading', 'enableFixReadOnly'],
        hasAddressList: false,
        expiresAtMs: null,
      },
    });
    expect(judged(body)).toEqual({ verdict: 'UNSAFE', refusal: 'transfer_allowed' });
  });

  it('item 4: readBinanceListing() of the key that the guide makes is fit, on a person’s word', () => {
    expect(judged(good)).toEqual({ verdict: 'ATTESTED', refusal: null });
    expect(judged(good, false)).toEqual({ verdict: 'INSUFFICIENT', refusal: 'key_list_not_confirmed' });
    const read = readBinanceListing(good);
    expect(read.ok && [read.value.hasAddressList, read.value.extras]).toEqual([true, []]);
  });

  it('item 7: readBinanceListing() carries the end of the right to trade', () => {
    const read = readBinanceListing(JSON.parse(binanceEarlier));
    expect(read.ok && read.value.expiresAtMs).toBe(1_628_985_600_000);
    const before = { isAttested: true, nowMs: 1_628_985_599_999 };
    expect(judgeListing(read, before).refusal).toBeNull();
    expect(judgeListing(read, { ...before, nowMs }).refusal).toBe('key_expired');
  });

  it.each([
    [{ enableTeleport: false }, 'permission_unknown'],
    [{ enableWithdrawals: true }, 'withdrawal_allowed'],
    [{ permitsUniversalTransfer: true }, 'transfer_allowed'],
    [{ enableInternalTransfer: true }, 'transfer_allowed'],
    [{ enableMargin: true }, 'transfer_allowed'],
    [{ enableSpotAndMarginTrading: false }, 'place_orders_missing'],
    [{ enableReading: false }, 'view_balances_missing'],
  ])('item 3: readBinanceListing() of a good key with %j is %s', (change, refusal) => {
    expect(judged({ ...good, ...change }).refusal).toBe(refusal);
  });

  it('readBinanceListing() leaves transfers open where a product with a wallet of its own is on', () => {
    for (const name of ['enableFutures', 'enableVanillaOptions', 'enablePortfolioMarginTrading']) {
      const read = readBinanceListing({ ...good, [name]: true });
      expect(read.ok && [read.value.permissions.transfer, read.value.extras]).toEqual([null, [name]]);
    }
  });

  it('readBinanceListing() answers for each switch that the profile draws', () => {
    const { switches } = exchangeProfiles.binance;
    expect(switches.filter(({ id }) => !(id in good))).toEqual([]);
    const drawn = Object.fromEntries(switches.map(({ id, isWanted }) => [id, isWanted]));
    expect(judged({ ...good, ...drawn }).refusal).toBeNull();
  });

  it('readBinanceListing() of a refusal says nothing about the key', () => {
    expect(judged(JSON.parse(binanceRefused)).refusal).toBe('withdrawal_not_excluded');
  });
});
