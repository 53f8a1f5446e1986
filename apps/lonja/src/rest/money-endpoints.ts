// Deposits, and what else of Bitso's money calls has a meaning here: practice money comes in and is shown.

import { createHash } from 'node:crypto';
import { parsePagination } from '@mandato/bitso-wire/pagination';
import type { FundingPayload } from '@mandato/bitso-wire/private-payloads';
import { formatRowTime } from '@mandato/bitso-wire/wire-time';
import { assetCatalogue } from '@mandato/exchange-core/book-catalogue';
import type { Funding } from '@mandato/exchange-core/engine/state';
import { fundingsOf } from '@mandato/exchange-core/view/account-view';
import { formatMoney } from '@mandato/primitives/money';
import { type Answer, failure, payload, type SignedCall } from './endpoint.ts';

/** `GET /fundings`: newest first, paged toward older ones. Every funding is complete. */
export function fundings(call: SignedCall): Answer {
  const page = parsePagination(call.query, { limitDefault: 25, limitMax: 100 });
  if (!page.ok) return failure(page.error);
  // Practice money comes in without a transaction.
  if (call.query.get('txids')) return failure('0363');
  const all = fundingsOf(call.exchange, call.account);
  const { marker, limit } = page.value;
  const at = marker === null ? -1 : all.findIndex(({ fundingId }) => fundingId === marker);
  if (marker !== null && at < 0) return failure('0320');
  const status = call.query.get('status') || 'complete';
  const method = call.query.get('method') || null;
  const rows = all
    .slice(at + 1)
    .filter((funding) => status === 'complete' && (method === null || funding.method === method));
  return payload(rows.slice(0, limit).map(fundingRow));
}

/** `GET /fundings/{fid}` and `/fundings/{fid}-{fid}`. */
export function fundingsById(call: SignedCall): Answer {
  const ids = (call.param ?? '').split('-');
  const rows = fundingsOf(call.exchange, call.account).filter(({ fundingId }) => ids.includes(fundingId));
  return rows.length === 0 ? failure('0311') : payload(rows.map(fundingRow));
}

function fundingRow(funding: Funding): FundingPayload {
  return {
    fid: funding.fundingId,
    status: 'complete',
    created_at: formatRowTime(funding.atMs),
    currency: funding.asset,
    asset: funding.asset,
    method: funding.method,
    method_name: 'Practice money',
    amount: formatMoney(funding.amount),
    network: 'practice',
    protocol: 'practice',
    integration: 'practice',
    details: {},
  };
}

/**
 * `GET /funding_destination`: a label that no network would take for an address. One client sends the currency as the
 * whole query.
 */
export function fundingDestination(call: SignedCall): Answer {
  const bare = assetCatalogue.find(({ asset }) => call.query.get(asset) === '')?.asset;
  const currency = (call.query.get('fund_currency') ?? bare ?? '').toLowerCase();
  if (currency === '') return failure('0303');
  if (!assetCatalogue.some(({ asset }) => asset === currency)) return failure('0313');
  const label = createHash('sha256').update(`${call.account}/${currency}`).digest('hex').slice(0, 16);
  return payload({
    account_identifier_name: 'Practice account (not an address, send nothing here)',
    account_identifier: `practice-${currency}-${label}`,
  });
}

/** Every other call that would move or prepare money: refused to those who may make it, so that nothing ever moves. */
export function movesNothing(): Answer {
  return failure('0330');
}

/** `GET /currency_conversions`: nobody has converted anything here. */
export function currencyConversions(): Answer {
  return payload([]);
}

/** `GET /kyc_documents`: nobody hands in papers here. */
export function kycDocuments(): Answer {
  return payload([]);
}

/** `GET /mx_bank_codes`: the codes of CLABE numbers of the largest banks. */
export function mxBankCodes(): Answer {
  return payload([
    { code: '40002', name: 'Banamex' },
    { code: '40012', name: 'BBVA México' },
    { code: '40014', name: 'Santander' },
    { code: '40021', name: 'HSBC' },
    { code: '40036', name: 'Inbursa' },
    { code: '40044', name: 'Scotiabank' },
    { code: '40072', name: 'Banorte' },
    { code: '90646', name: 'STP' },
    { code: '90710', name: 'NVIO' },
  ]);
}
