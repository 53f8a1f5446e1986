// The payloads of private REST answers: schemas to read them with, and the types to write them by.

import { z } from 'zod';
import { wireOrderStatuses, wireOrderTypes, wireSides } from './order-words.ts';

export const balanceSchema = z.object({
  currency: z.string(),
  total: z.string(),
  locked: z.string(),
  available: z.string(),
  pending_deposit: z.string().optional(),
  pending_withdrawal: z.string().optional(),
});

export const balancesSchema = z.object({ balances: z.array(balanceSchema) });

/** What a client may rely on; a real account has many more fields. */
export const accountStatusSchema = z.looseObject({
  client_id: z.string(),
  status: z.string(),
  daily_limit: z.string(),
  daily_remaining: z.string(),
  monthly_limit: z.string(),
  monthly_remaining: z.string(),
  email: z.string(),
  cellphone_number: z.string(),
});

/** The fee of one book for this account. `fee_decimal` and `fee_percent` repeat the taker's. */
export const bookFeeSchema = z.object({
  book: z.string(),
  maker_fee_decimal: z.string(),
  maker_fee_percent: z.string(),
  taker_fee_decimal: z.string(),
  taker_fee_percent: z.string(),
  fee_decimal: z.string().optional(),
  fee_percent: z.string().optional(),
  volume_currency: z.string().optional(),
  current_volume: z.string().optional(),
  next_volume: z.string().optional(),
  next_maker_fee_percent: z.string().optional(),
  next_taker_fee_percent: z.string().optional(),
  nextVolume: z.string().optional(),
  nextFee: z.string().optional(),
  nextTakerFee: z.string().optional(),
});
export type BookFee = z.infer<typeof bookFeeSchema>;

export const feesSchema = z.object({
  fees: z.array(bookFeeSchema),
  deposit_fees: z.array(
    z.object({ currency: z.string(), method: z.string(), fee: z.string(), is_fixed: z.boolean() }),
  ),
  withdrawal_fees: z.record(z.string(), z.string()),
});
export type FeesPayload = z.infer<typeof feesSchema>;

export const orderPlacedSchema = z.object({ oid: z.string() });

/** A row of open_orders and look-ups. `updated_at` is never null here: two of Bitso's clients fail on it. */
export const orderSchema = z.object({
  book: z.string(),
  oid: z.string(),
  origin_id: z.string().optional(),
  side: z.enum(wireSides),
  type: z.enum(wireOrderTypes),
  status: z.enum(wireOrderStatuses),
  price: z.string(),
  original_amount: z.string(),
  unfilled_amount: z.string(),
  original_value: z.string(),
  created_at: z.string(),
  updated_at: z.string().nullable(),
  time_in_force: z.string().optional(),
  /** Of stop orders: the price that sets them free, and when it did. */
  stop: z.string().optional(),
  triggered_at: z.string().optional(),
});
export type OrderPayload = z.infer<typeof orderSchema>;

/**
 * One fill of ours. `side` is ours, `maker_side` the resting order's: equal means that we were the maker.
 * `major` and `minor` are signed (a buy is major +, minor −); the fee is positive, in the asset received.
 */
export const userTradeSchema = z.object({
  book: z.string(),
  tid: z.union([z.string(), z.number()]).transform(String),
  oid: z.string(),
  origin_id: z.string().optional(),
  side: z.enum(wireSides),
  maker_side: z.enum(wireSides),
  price: z.string(),
  major: z.string(),
  minor: z.string(),
  major_currency: z.string(),
  minor_currency: z.string(),
  fees_amount: z.string(),
  fees_currency: z.string(),
  created_at: z.string(),
});
export type UserTrade = z.infer<typeof userTradeSchema>;

export const ledgerEntrySchema = z.object({
  eid: z.string(),
  operation: z.string(),
  created_at: z.string(),
  balance_updates: z.array(z.object({ currency: z.string(), amount: z.string() })),
  details: z.record(z.string(), z.string()),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** What money that comes in and money that goes out are both told by. */
const transferFields = {
  created_at: z.string(),
  currency: z.string(),
  asset: z.string().optional(),
  method: z.string(),
  method_name: z.string().optional(),
  amount: z.string(),
  network: z.string().optional(),
  protocol: z.string().optional(),
  integration: z.string().optional(),
  details: z.record(z.string(), z.string()),
};

export const fundingSchema = z.object({ fid: z.string(), status: z.string(), ...transferFields });
export type FundingPayload = z.infer<typeof fundingSchema>;

export const withdrawalSchema = z.object({
  wid: z.string(),
  status: z.enum(['pending', 'processing', 'complete', 'failed']),
  /** Only when supplied. */
  origin_id: z.string().optional(),
  ...transferFields,
});
export type WithdrawalPayload = z.infer<typeof withdrawalSchema>;
