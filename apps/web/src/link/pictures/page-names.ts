// How the exchanges name what the drawings show: their own English where we know it, otherwise the person's language.
import type { GuidedExchange, KeySwitch } from '@mandato/server/api-contract/exchange-guide';
import type { Speech } from '../../words/speech.ts';

export interface PageNames {
  readonly exchange: string;
  /** The host that the window of a drawing shows. */
  readonly host: string;
  /** What to choose in the menu of the account. */
  readonly menuItem: string;
  readonly newKey: string;
  readonly restrict: string;
  readonly key: string;
  readonly secret: string;
  /** What ends the form. */
  readonly finish: string;
}

export function pageNames(exchange: GuidedExchange, { text }: Speech): PageNames {
  const ours = {
    exchange: text(`link.exchange_${exchange}`),
    menuItem: text('picture.profile'),
    newKey: text('picture.add_key'),
    restrict: text('picture.restrict'),
    key: text('picture.key'),
    secret: text('picture.secret'),
    finish: text('picture.add_key'),
  };
  switch (exchange) {
    case 'practice':
      return { ...ours, host: 'lonja' };
    case 'bitso':
      return {
        ...ours,
        host: 'bitso.com',
        menuItem: 'Profile',
        newKey: 'Add new API key',
        restrict: 'Restrict use of API addresses',
        finish: 'Add new API key',
      };
    case 'kraken':
      return {
        ...ours,
        host: 'kraken.com',
        menuItem: 'Settings',
        newKey: 'Create API key',
        key: 'API key',
        secret: 'Private key',
        finish: 'Generate key',
      };
    case 'binance':
      return {
        ...ours,
        host: 'binance.com',
        menuItem: 'API Management',
        newKey: 'Create API',
        restrict: 'Restrict access to trusted IPs only',
        key: 'API key',
        secret: 'Secret key',
        finish: 'Save',
      };
  }
}

/** Lonja speaks the person's language; the others' switches are named in their own English. */
export function switchName(exchange: GuidedExchange, { id, name }: KeySwitch, { text }: Speech): string {
  const own = exchange === 'practice' ? lonjaNames.find((permission) => permission === id) : undefined;
  return own === undefined ? name : text(`permission.${own}`);
}

const lonjaNames = [
  'place_orders',
  'view_balances',
  'view_account_information',
  'make_withdrawals',
  'perform_security_actions',
] as const;
