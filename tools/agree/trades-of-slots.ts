// What really happened at the exchange, by the slot that it was for, read with a key that Mandato does not know.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { orderId } from '@mandato/invest-core/order/order-id';
import * as z from 'zod';
import { units } from '../demo/reconcile.ts';
import { type BitsoKey, callSigned, readAllPages } from '../rehearsal/bitso-client.ts';
import type { AgreeStage } from './agree-stage.ts';

const tradeRows = z.array(
  z.object({
    tid: z.string(),
    oid: z.string(),
    origin_id: z.string().nullish(),
    minor: z.string(),
    major: z.string(),
    fees_amount: z.string(),
  }),
);
export type TradeRow = z.infer<typeof tradeRows>[number];

/** More attempts than any slot of the suite has. */
const attemptsMax = 12;

/** All trades of the account that `key` belongs to. */
export function tradesOf(stage: AgreeStage, key: BitsoKey): Promise<readonly TradeRow[]> {
  return readAllPages(
    async (query) => {
      const target = `/api/v3/user_trades?${query}`;
      return tradeRows.parse(
        await callSigned(stage.lonjaUrl, key, { method: 'GET', target, nowMs: stage.nowMs() }),
      );
    },
    ({ tid }) => tid,
  );
}

/** The ids that sendings for this slot can have had, worked out again from what the slot is for. */
export function attemptIdsOf(
  stage: AgreeStage,
  { planId, slotKey }: { readonly planId: string; readonly slotKey: string },
): readonly string[] {
  const file = readFileSync(join(stage.directory, 'mandato/install.json'), 'utf8');
  const { installId } = z.object({ installId: z.string() }).parse(JSON.parse(file));
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
  return Array.from({ length: attemptsMax }, (_, index) =>
    orderId({ installId, planId, slotKey, leg: 'buy', attempt: index + 1 }, sha256),
  );
}

/** Orders, cost and proceeds net of fees of `trades`. */
export function totalsOf(trades: readonly TradeRow[]) {
  const sum = (amountOf: (row: TradeRow) => bigint) =>
    trades.reduce((total, row) => total + amountOf(row), 0n);
  return {
    orders: new Set(trades.map(({ oid }) => oid)).size,
    paid: -sum(({ minor }) => units(minor)),
    received: sum(({ major, fees_amount: fee }) => units(major) - units(fee)),
  };
}
