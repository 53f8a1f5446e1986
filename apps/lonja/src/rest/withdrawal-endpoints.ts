// Withdrawals that a person may ask for and look up: each is written down, none ever moves anything, all of them fail.

import type { WireErrorCode } from '@mandato/bitso-wire/error-codes';
import { parseJsonObject } from '@mandato/bitso-wire/json-body';
import { parsePagination } from '@mandato/bitso-wire/pagination';
import type { WithdrawalPayload } from '@mandato/bitso-wire/private-payloads';
import { plainText } from '@mandato/bitso-wire/wire-number';
import { formatRowTime } from '@mandato/bitso-wire/wire-time';
import { assetCatalogue } from '@mandato/exchange-core/book-catalogue';
import { balancesOf } from '@mandato/exchange-core/view/account-view';
import { parseDecimal } from '@mandato/primitives/decimal';
import { formatMoney } from '@mandato/primitives/money';
import { err, ok, type Result } from '@mandato/primitives/result';
import type { AskedWithdrawal, NotedWithdrawal } from '../accounts/portal-state.ts';
import { type Answer, failure, payload, type SignedCall } from './endpoint.ts';
import { wireCodeOf } from './refusal-code.ts';
import { withdrawalMethodOf } from './withdrawal-methods.ts';

// What an accepted one does on the market clock before it fails.
const pendingMs = 5_000;
const processingMs = 15_000;
const textMax = 200;

/** What an older path says that the body of the newer one says itself. */
interface OlderPath {
  readonly asset: string | null;
}

/** `POST /withdrawals`. */
export const withdraw = withdrawal(null);

/** `POST /{kind}_withdrawal`; `asset` is null where the body names it. One client takes the first row of an array. */
export function withdrawOlder(asset: string | null): (call: SignedCall) => Promise<Answer> {
  return withdrawal({ asset });
}

/**
 * Without an amount `0303`. A complete request is written down as failed and answers `0330`; with the switch
 * `accept_withdrawals` it is accepted, is pending and processing for a while, and then fails.
 */
function withdrawal(older: OlderPath | null): (call: SignedCall) => Promise<Answer> {
  return async (call) => {
    const body = parseJsonObject(call.body ?? '');
    if (!body.ok) return failure(body.error);
    if ((body.value['amount'] ?? null) === null) return failure('0303');
    const asked = readWithdrawal(body.value, older);
    if (!call.switches.accept_withdrawals) return refuseAsLocked(call, asked);
    if (!asked.ok) return failure(asked.error);
    return accept(call, asked.value, older !== null);
  };
}

async function accept(call: SignedCall, asked: AskedWithdrawal, isOlder: boolean): Promise<Answer> {
  const refused = refusedAsAsked(call, asked);
  if (refused !== null) return failure(refused);
  const noted = await call.noteWithdrawal({ ...asked, isAccepted: true });
  if (!noted.ok) return failure(wireCodeOf(noted.error));
  const row = withdrawalRow(call, noted.value);
  return payload(isOlder ? [row] : row);
}

async function refuseAsLocked(
  call: SignedCall,
  asked: Result<AskedWithdrawal, WireErrorCode>,
): Promise<Answer> {
  if (asked.ok) {
    const noted = await call.noteWithdrawal({ ...asked.value, isAccepted: false });
    if (!noted.ok) return failure(wireCodeOf(noted.error));
  }
  return failure('0330');
}

function readWithdrawal(
  body: Readonly<Record<string, unknown>>,
  older: OlderPath | null,
): Result<AskedWithdrawal, WireErrorCode> {
  const named = older?.asset ?? (textOf(body['asset']) || textOf(body['currency']));
  if (named === '') return err('0303');
  const asset = named.toLowerCase();
  if (!assetCatalogue.some((known) => known.asset === asset)) return err('0313');
  const amount = parseDecimal(textOf(body['amount']), 8);
  if (!amount.ok || amount.value <= 0n) return err('0343');
  const destination = destinationFields.map((field) => textOf(body[field])).find((text) => text !== '');
  if (destination === undefined) return err('0303');
  const fee = checkMaxFee(textOf(body['max_fee']));
  if (!fee.ok) return fee;
  const tag = textOf(body['destination_tag']);
  const originId = textOf(body['origin_id']) || null;
  if (originId !== null && !/^[A-Za-z0-9_-]{1,40}$/.test(originId)) return err('0304');
  const usual = withdrawalMethodOf(asset);
  return ok({
    asset,
    amount: amount.value,
    destination,
    ...(tag === '' ? {} : { destinationTag: tag }),
    originId,
    method: textOf(body['method']) || usual.method,
    network: textOf(body['network']) || usual.network,
    protocol: textOf(body['protocol']) || usual.method,
  });
}

// The fee is nothing, which is above a negative limit alone.
function checkMaxFee(text: string): Result<null, '0304' | '0353'> {
  const limit = parseDecimal(text || '0', 8);
  if (!limit.ok) return err('0304');
  return limit.value < 0n ? err('0353') : ok(null);
}

const destinationFields = ['address', 'clabe', 'card_number', 'phone_number'];

// One client sends the amount as a number, which may be too small to be written without an exponent.
function textOf(value: unknown): string {
  if (typeof value === 'number') return plainText(value) ?? '';
  return typeof value === 'string' ? value.slice(0, textMax) : '';
}

function refusedAsAsked(call: SignedCall, asked: AskedWithdrawal): WireErrorCode | null {
  const isUsed = (noted: NotedWithdrawal) =>
    noted.originId === asked.originId && statusOf(call, noted) !== 'failed';
  if (asked.originId !== null && call.person.withdrawals.some(isUsed)) return '0356';
  const balance = balancesOf(call.exchange, call.account).find(({ asset }) => asset === asked.asset);
  return balance === undefined || balance.available < asked.amount ? '0379' : null;
}

/** `GET /withdrawals`: newest first, paged toward older ones; or those of `wids` or `origin_ids`. */
export function withdrawals(call: SignedCall): Answer {
  const wids = call.query.get('wids') || null;
  const originIds = call.query.get('origin_ids') || null;
  if (wids !== null && originIds !== null) return failure('0361');
  if (wids !== null) return byIds(call, wids.split(','));
  if (originIds !== null) {
    const ids = originIds.split(',');
    const rows = shownOf(call, ({ originId }) => originId !== null && ids.includes(originId));
    return rows.length === 0 ? failure('0357') : payload(rows);
  }
  const page = parsePagination(call.query, { limitDefault: 25, limitMax: 100 });
  if (!page.ok) return failure(page.error);
  const { marker, limit } = page.value;
  const all = call.person.withdrawals;
  const end = marker === null ? all.length : all.findIndex(({ withdrawalId }) => withdrawalId === marker);
  if (end < 0) return failure('0320');
  const older = new Set(all.slice(0, end));
  const status = call.query.get('status') || null;
  const method = call.query.get('method') || null;
  const rows = shownOf(
    call,
    (noted) =>
      older.has(noted) &&
      (status === null || statusOf(call, noted) === status) &&
      (method === null || noted.method === method),
  );
  return payload(rows.slice(0, limit));
}

/** `GET /withdrawals/{wid}` and `/withdrawals/{wid}-{wid}`: unknown ids are left out, but not all of them. */
export function withdrawalsById(call: SignedCall): Answer {
  return byIds(call, (call.param ?? '').split('-'));
}

function byIds(call: SignedCall, ids: readonly string[]): Answer {
  const rows = shownOf(call, ({ withdrawalId }) => ids.includes(withdrawalId));
  return rows.length === 0 ? failure('0310') : payload(rows);
}

function shownOf(
  call: SignedCall,
  isWanted: (noted: NotedWithdrawal) => boolean,
): readonly WithdrawalPayload[] {
  const rows = call.person.withdrawals.filter(isWanted);
  return rows.reverse().map((noted) => withdrawalRow(call, noted));
}

function statusOf(call: SignedCall, { atMs, isAccepted }: NotedWithdrawal): WithdrawalPayload['status'] {
  if (!isAccepted || call.atMs - atMs >= processingMs) return 'failed';
  return call.atMs - atMs < pendingMs ? 'pending' : 'processing';
}

function withdrawalRow(call: SignedCall, noted: NotedWithdrawal): WithdrawalPayload {
  const { withdrawalId, originId, asset, amount, method, network, protocol, destination, atMs } = noted;
  return {
    wid: withdrawalId,
    status: statusOf(call, noted),
    created_at: formatRowTime(atMs),
    currency: asset,
    asset,
    method,
    method_name: withdrawalMethodOf(asset).name,
    amount: formatMoney(amount),
    network,
    protocol,
    integration: 'practice',
    ...(originId === null ? {} : { origin_id: originId }),
    details: {
      withdrawal_address: destination,
      ...(noted.destinationTag === undefined ? {} : { destination_tag: noted.destinationTag }),
      note: 'Practice: nothing leaves, every withdrawal fails.',
    },
  };
}
