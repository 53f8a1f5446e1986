// How each currency would leave, if anything could leave here.

import { assetCatalogue } from '@mandato/exchange-core/book-catalogue';
import { formatMoney } from '@mandato/primitives/money';
import { type Answer, failure, payload, type SignedCall } from './endpoint.ts';

/** The usual way of one currency. */
export interface WithdrawalMethod {
  readonly method: string;
  readonly name: string;
  readonly network: string;
}

const methodsOf: Readonly<Record<string, readonly [method: string, name: string, network: string]>> = {
  btc: ['btc', 'Bitcoin', 'btc'],
  eth: ['erc20', 'Ethereum', 'ethereum'],
  sol: ['sol', 'Solana', 'solana'],
  xrp: ['rp', 'Ripple', 'ripple'],
  mxn: ['spei', 'SPEI', 'spei'],
  usd: ['erc20', 'USDC on Ethereum', 'ethereum'],
};

const nothing = formatMoney(0n);

/** The usual way of `asset`; the asset's own name where there is none. */
export function withdrawalMethodOf(asset: string): WithdrawalMethod {
  const [method, name, network] = methodsOf[asset] ?? [asset, asset.toUpperCase(), asset];
  return { method, name, network };
}

/** `GET /withdrawal_methods/{currency}`: what would be asked for, if anything could leave here. */
export function withdrawalMethods(call: SignedCall): Answer {
  const known = assetCatalogue.find(({ asset }) => asset === call.param);
  if (known === undefined || !Object.hasOwn(methodsOf, known.asset)) return failure('0313');
  const { method, name, network } = withdrawalMethodOf(known.asset);
  const isFiat = known.kind === 'fiat';
  const row = {
    method,
    name,
    asset: known.asset,
    currency: known.asset,
    network,
    protocol: method,
    integration: 'practice',
    required_fields: isFiat ? ['amount', 'clabe', 'beneficiary'] : ['amount', 'address'],
    optional_fields: known.asset === 'xrp' ? ['destination_tag', 'origin_id'] : ['origin_id'],
    fee: { amount: nothing, type: 'fixed' },
    limits: { system_min: nothing, system_max: nothing },
  };
  return payload([row]);
}
