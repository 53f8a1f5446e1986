// What ccxt reads of an account, and the calls that it makes below its unified methods.

import * as z from 'zod';
import { type Check, expect, expectError } from './check.ts';

const amounts = z.object({ free: z.number(), used: z.number(), total: z.number() });
const envelope = z.object({ success: z.literal(true), payload: z.unknown() });
const rows = z.object({ success: z.literal(true), payload: z.array(z.looseObject({})) });
const ledgerSchema = z.array(
  z.object({
    id: z.string().regex(/^[0-9a-f]{32}$/),
    type: z.string(),
    currency: z.string(),
    amount: z.number(),
    timestamp: z.number().positive(),
    referenceId: z.string(),
  }),
);
const fundingSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  currency: z.literal('MXN'),
  amount: z.literal(100_000),
  status: z.literal('ok'),
  timestamp: z.number().positive(),
});

export const accountChecks: readonly Check[] = [
  {
    method: 'fetchBalance',
    run: async ({ trader }) => {
      const balance = z.object({ MXN: amounts, BTC: amounts }).parse(await trader.call('fetchBalance'));
      expect(balance.MXN.total > 0 && balance.BTC.total > 0, 'there are pesos and bitcoin');
      expect(Math.abs(balance.MXN.free + balance.MXN.used - balance.MXN.total) < 1e-6, 'the parts add up');
      return `${balance.MXN.total} MXN, ${balance.BTC.total} BTC`;
    },
  },
  {
    method: 'fetchTradingFees',
    run: async ({ trader }) => {
      const fee = z.object({ maker: z.number().positive(), taker: z.number().positive() });
      const fees = z.record(z.string(), fee).parse(await trader.call('fetchTradingFees'));
      expect(fees['BTC/MXN']?.taker === 0.0078, 'the first tier is 0.78 % for takers');
      return `${Object.keys(fees).length} books`;
    },
  },
  {
    method: 'fetchTransactionFees',
    run: async ({ trader }) => {
      const fee = z.looseObject({ withdraw: z.number(), deposit: z.number() });
      const fees = z.record(z.string(), fee).parse(await trader.call('fetchTransactionFees'));
      return `${Object.keys(fees).length} currencies`;
    },
  },
  {
    method: 'fetchDepositWithdrawFees',
    run: async ({ trader }) => {
      z.object({}).parse(await trader.call('fetchDepositWithdrawFees'));
      return 'read';
    },
  },
  {
    method: 'fetchLedger',
    run: async ({ trader }) => {
      const ledger = ledgerSchema.min(5).parse(await trader.call('fetchLedger', undefined, undefined, 50));
      const types = new Set(ledger.map(({ type }) => type));
      expect(types.has('trade') && types.has('fee') && types.has('transaction'), 'trades, fees and deposits');
      return `${ledger.length} rows`;
    },
  },
  {
    method: 'fetchDeposits',
    run: async ({ trader }) => {
      const deposits = z
        .array(fundingSchema)
        .min(1)
        .parse(await trader.call('fetchDeposits'));
      return `${deposits.length} deposits`;
    },
  },
  {
    method: 'fetchDeposit',
    run: async ({ trader }) => {
      const [first] = z.array(fundingSchema).parse(await trader.call('fetchDeposits'));
      const deposit = fundingSchema.parse(await trader.call('fetchDeposit', first?.id));
      expect(deposit.id === first?.id, 'it is the one asked for');
      return `${deposit.amount} MXN`;
    },
  },
  {
    method: 'fetchDepositAddress',
    run: async ({ trader }) => {
      const schema = z.object({ address: z.string().startsWith('practice-btc-') });
      return schema.parse(await trader.call('fetchDepositAddress', 'BTC')).address;
    },
  },
  {
    method: 'withdraw (not allowed)',
    run: ({ trader }) =>
      expectError(trader.call('withdraw', 'BTC', 0.0001, 'nowhere'), {
        name: 'ExchangeError',
        part: '"0202"',
      }),
  },
  {
    method: 'withdraw (allowed)',
    run: async ({ withdrawer }) => {
      const seen = await expectError(withdrawer.call('withdraw', 'BTC', 0.0001, 'nowhere'), {
        name: 'ExchangeError',
        part: '"0330"',
      });
      const withdrawals = rows.parse(await withdrawer.call('privateGetWithdrawals'));
      expect(
        withdrawals.payload.every((row) => row['status'] === 'failed'),
        'nothing was withdrawn',
      );
      return seen;
    },
  },
  ...['privateGetAccountStatus', 'privateGetKycDocuments', 'privateGetMxBankCodes', 'privateGetFees'].map(
    (method): Check => ({
      method,
      run: async ({ trader }) => {
        envelope.parse(await trader.call(method));
        return 'read';
      },
    }),
  ),
  ...['Trades', 'Fees', 'Fundings', 'Withdrawals'].map(
    (kind): Check => ({
      method: `privateGetLedger${kind}`,
      run: async ({ trader }) => {
        const { payload } = rows.parse(await trader.call(`privateGetLedger${kind}`));
        expect(kind === 'Withdrawals' ? payload.length === 0 : payload.length > 0, 'the rows of its kind');
        return `${payload.length} rows`;
      },
    }),
  ),
  {
    method: 'privateGetUserTradesTid',
    run: async ({ trader }) => {
      const all = rows.parse(await trader.call('privateGetUserTrades', { book: 'btc_mxn' }));
      const tid = z.string().parse(all.payload[0]?.['tid']);
      const one = rows.parse(await trader.call('privateGetUserTradesTid', { tid }));
      expect(one.payload.length === 1 && one.payload[0]?.['tid'] === tid, 'the one asked for');
      return `tid ${tid}`;
    },
  },
  {
    method: 'privateGetWithdrawalsWid',
    run: ({ trader }) =>
      expectError(trader.call('privateGetWithdrawalsWid', { wid: '0'.repeat(32) }), {
        name: 'ExchangeError',
        part: '"0310"',
      }),
  },
];
