// Compares what was bought in three books that were kept apart: Mandato's, Lonja's ledger, and Lonja's trade rows.

import { parseMoney } from '@mandato/primitives/money';
import * as z from 'zod';
import { type BitsoKey, readAllPages, readSigned } from '../rehearsal/bitso-client.ts';

/** Smallest units (10^-8) of quote spent and of base bought net of fees, by one set of books. */
export interface Totals {
  readonly spent: bigint;
  readonly bought: bigint;
}

const tradeRows = z.array(
  z.object({
    tid: z.string(),
    book: z.string(),
    side: z.literal('buy'),
    major: z.string(),
    minor: z.string(),
    fees_amount: z.string(),
    fees_currency: z.string(),
  }),
);
const ledgerRows = z.array(
  z.object({
    eid: z.string(),
    operation: z.string(),
    balance_updates: z.array(z.object({ currency: z.string(), amount: z.string() })),
  }),
);
const balanceRows = z.object({ balances: z.array(z.object({ currency: z.string(), total: z.string() })) });

/** Adds up every trade row of the account in `book`: pesos paid, coins received less fees. */
export async function totalsOfTradeRows(baseUrl: string, key: BitsoKey, book: string): Promise<Totals> {
  const rows = await readAllPages(
    async (query) =>
      tradeRows.parse(await readSigned(baseUrl, key, `/api/v3/user_trades?book=${book}&${query}`)),
    (row) => row.tid,
  );
  let spent = 0n;
  let bought = 0n;
  for (const row of rows) {
    spent -= units(row.minor);
    bought += units(row.major);
    if (row.fees_currency === book.split('_')[0]) bought -= units(row.fees_amount);
    else spent += units(row.fees_amount);
  }
  return { spent, bought };
}

/** Adds up every trade and fee entry of the account's ledger, per currency. */
export async function totalsOfLedger(baseUrl: string, key: BitsoKey, book: string): Promise<Totals> {
  const [base, quote] = book.split('_');
  const rows = await readAllPages(
    async (query) => ledgerRows.parse(await readSigned(baseUrl, key, `/api/v3/ledger?${query}`)),
    (row) => row.eid,
  );
  let spent = 0n;
  let bought = 0n;
  for (const row of rows) {
    if (row.operation !== 'trade' && row.operation !== 'fee') continue;
    for (const update of row.balance_updates) {
      if (update.currency === base) bought += units(update.amount);
      if (update.currency === quote) spent -= units(update.amount);
    }
  }
  return { spent, bought };
}

/** The account's balance of `currency` at the exchange. */
export async function balanceOf(baseUrl: string, key: BitsoKey, currency: string): Promise<bigint> {
  const { balances } = balanceRows.parse(await readSigned(baseUrl, key, '/api/v3/balance'));
  return units(balances.find((balance) => balance.currency === currency)?.total ?? '0');
}

/** Plain decimal text as smallest units; throws on anything else, as every text here comes from our own programs. */
export function units(text: string): bigint {
  const money = parseMoney(text);
  if (!money.ok) throw new Error(`not an amount: ${text}`);
  return money.value;
}
