// What a person may read about their account: balances, status, fees and the ledger.

import { parsePagination } from '@mandato/bitso-wire/pagination';
import type { BookFee, FeesPayload, LedgerEntry } from '@mandato/bitso-wire/private-payloads';
import { formatRateDecimal, formatRatePercent } from '@mandato/bitso-wire/wire-number';
import { formatRowTime } from '@mandato/bitso-wire/wire-time';
import { assetCatalogue } from '@mandato/exchange-core/book-catalogue';
import type { BookSpec } from '@mandato/exchange-core/book-spec';
import { balancesOf, feesOf } from '@mandato/exchange-core/view/account-view';
import { bookSpecs } from '@mandato/exchange-core/view/book-view';
import { type LedgerOperation, type LedgerRow, ledgerOf } from '@mandato/exchange-core/view/ledger-view';
import { formatMoney } from '@mandato/primitives/money';
import { type Answer, failure, payload, type SignedCall } from './endpoint.ts';
import { feePpmNow } from './order-conditions.ts';
import { keptBack } from './release-lag.ts';
import { balanceShifts, driftOf, shownLedger } from './shown-fills.ts';

const nothing = formatMoney(0n);

/** `GET /balance`: every currency, zero ones too. Nothing is ever pending here. */
export function balance(call: SignedCall): Answer {
  const drift = driftOf(call);
  const shifts = balanceShifts(call);
  const shiftOf = (asset: string) => (shifts.get(asset) ?? 0n) + drift(asset);
  const balances = balancesOf(call.exchange, call.account).map((row) => {
    const kept = keptBack(call, row.asset);
    return {
      currency: row.asset,
      total: formatMoney(row.total + shiftOf(row.asset)),
      locked: formatMoney(row.locked + kept),
      available: formatMoney(row.available - kept + shiftOf(row.asset)),
      pending_deposit: nothing,
      pending_withdrawal: nothing,
    };
  });
  return payload({ balances });
}

/** `GET /account_status`: the account of a practice exchange has a name, an e-mail and no papers. */
export function accountStatus(call: SignedCall): Answer {
  const { person } = call;
  const [firstName = '', ...otherNames] = person.name.split(' ');
  return payload({
    client_id: person.id,
    first_name: firstName,
    last_name: otherNames.join(' '),
    second_last_name: '',
    status: 'active',
    entity_type: 'individual',
    business_name: '',
    tax_payer_type: '',
    account_creation_date: formatRowTime(person.createdAtMs),
    country_of_residence: 'MX',
    born_in_residence: '1',
    date_of_birth: '',
    gender: '',
    // There is nothing to deposit or to withdraw, so the limits on it are none.
    daily_limit: nothing,
    daily_remaining: nothing,
    monthly_limit: nothing,
    monthly_remaining: nothing,
    cash_deposit_allowance: nothing,
    cellphone_number: 'unsubmitted',
    cellphone_number_stored: '',
    email: 'not verified',
    email_stored: person.email,
    official_id: 'unsubmitted',
    proof_of_residency: 'unsubmitted',
    signed_contract: 'unsubmitted',
    origin_of_funds: 'unsubmitted',
    enabled_two_factor_methods: person.twoFactor.kind === 'on' ? ['totp'] : [],
    preferred_currency: 'mxn',
    user_default_fiat_currency: 'mxn',
    referral_code: '',
    gravatar_img: '',
    verification_level: 0,
  });
}

/** `GET /fees`: each book's rates at the account's 30-day volume. Nothing is charged for moving money. */
export function fees(call: SignedCall): Answer {
  const answer: FeesPayload = {
    fees: bookSpecs(call.exchange).flatMap((spec) => bookFee(call, spec) ?? []),
    deposit_fees: assetCatalogue.map(({ asset }) => ({
      currency: asset,
      method: 'practice',
      fee: nothing,
      is_fixed: true,
    })),
    withdrawal_fees: Object.fromEntries(assetCatalogue.map(({ asset }) => [asset, nothing])),
  };
  return payload(answer);
}

// The pair without maker or taker in its name is an old one: it repeats the taker's.
function bookFee(call: SignedCall, spec: BookSpec): BookFee | null {
  const known = feesOf(call.exchange, call.account, { book: spec.id, atMs: call.atMs });
  if (known === null) return null;
  const fee = feePpmNow(call, spec.id);
  const now = fee === null ? known : { ...known, makerPpm: fee.ppm, takerPpm: fee.ppm, next: null };
  const next = now.next ?? { volumeMin: now.volume, makerPpm: now.makerPpm, takerPpm: now.takerPpm };
  return {
    book: spec.id,
    fee_decimal: formatRateDecimal(now.takerPpm),
    fee_percent: formatRatePercent(now.takerPpm),
    maker_fee_decimal: formatRateDecimal(now.makerPpm),
    maker_fee_percent: formatRatePercent(now.makerPpm),
    taker_fee_decimal: formatRateDecimal(now.takerPpm),
    taker_fee_percent: formatRatePercent(now.takerPpm),
    volume_currency: spec.quote,
    current_volume: formatMoney(now.volume),
    next_volume: formatMoney(next.volumeMin),
    next_maker_fee_percent: formatRatePercent(next.makerPpm),
    next_taker_fee_percent: formatRatePercent(next.takerPpm),
    nextVolume: formatMoney(next.volumeMin),
    nextFee: formatRatePercent(next.makerPpm),
    nextTakerFee: formatRatePercent(next.takerPpm),
  };
}

const operations: Readonly<Record<string, LedgerOperation | 'withdrawal'>> = {
  trades: 'trade',
  fees: 'fee',
  fundings: 'funding',
  withdrawals: 'withdrawal',
};

/** True for the segments that may follow `/ledger/`. */
export function isLedgerOperation(segment: string): boolean {
  return Object.hasOwn(operations, segment);
}

/** `GET /ledger` and `/ledger/{trades|fees|fundings|withdrawals}`. */
export function ledger(call: SignedCall): Answer {
  const page = parsePagination(call.query, { limitDefault: 25, limitMax: 100 });
  if (!page.ok) return failure(page.error);
  const operation = call.param === null ? null : (operations[call.param] ?? null);
  if (operation === 'withdrawal') return payload([]);
  const rows = ledgerOf(call.exchange, call.account, { ...page.value, operation });
  return rows === null ? failure('0320') : payload(shownLedger(call, rows).map(ledgerEntry));
}

function ledgerEntry(row: LedgerRow): LedgerEntry {
  return {
    eid: row.entryId,
    operation: row.operation,
    created_at: formatRowTime(row.atMs),
    balance_updates: row.balanceUpdates.map(({ asset, amount }) => ({
      currency: asset,
      amount: formatMoney(amount),
    })),
    details: ledgerDetails(row),
  };
}

function ledgerDetails({ cause }: LedgerRow): Record<string, string> {
  if (cause.kind === 'fill') {
    return { tid: String(cause.fill.trade.tradeId), oid: cause.fill.orderId };
  }
  const { fundingId, method, asset } = cause.funding;
  return {
    fid: fundingId,
    method,
    method_name: 'Practice money',
    asset,
    network: 'practice',
    protocol: 'practice',
    integration: 'practice',
  };
}
