// The English in and about our drawings of the exchanges' pages: labels, and what a drawing shows to who cannot see it.

import type { SwitchId } from '@mandato/invest-core/link/exchange-profile';

/** What each permission lets a key do, in a few words. */
type GrantTexts = Record<`grant_${SwitchId}`, string>;

export const pictureEn = {
  switch_on: 'Switch on',
  leave_off: 'Leave off',
  person: 'Ana',
  profile: 'Profile',
  app: 'Authenticator app',
  every: 'A new code every 30 seconds',
  code: 'Code',
  enter_code: 'Enter the code of your app',
  confirm: 'Confirm',
  key_name: 'Name of the key',
  restrict: 'Restrict to IP addresses',
  address: 'IP address',
  address_unknown: 'the address of this installation',
  if_known: 'if you know it',
  end: 'Ends on',
  end_optional: 'only if you want',
  key: 'API key',
  secret: 'API secret',
  copy: 'Copy',
  shown_once: 'Shown once, never again',
  add_key: 'Add new API key',
  not_needed: 'not needed',
  alt_profile_menu:
    'Drawing of {{exchange}}: at the top right, the menu of your account, with {{item}} marked.',
  alt_two_factor:
    'Drawing of a telephone whose authenticator app shows six digits, and of the six boxes that take them.',
  alt_new_key: 'Drawing of {{exchange}}: {{place}} marked, and beside it the button {{button}}.',
  alt_key_kind: 'Drawing of {{exchange}}: of two kinds of key, System generated is marked.',
  alt_addresses:
    'Drawing of {{exchange}}: the restriction to IP addresses is on, with one address on the list: {{address}}.',
  alt_permissions: 'Drawing of the permissions at {{exchange}}. On: {{on}}. Off: {{off}}.',
  alt_confirm_code: 'Drawing of {{exchange}}: a window asks for the six digits of your app.',
  alt_secret:
    'Drawing of {{exchange}}: key and secret with a button to copy each; the secret is shown this once.',
  grant_place_orders: 'buy and sell, inside your account',
  grant_view_balances: 'see how much there is',
  grant_view_account_information: 'see that the account is active',
  grant_make_withdrawals: 'send money out of your account',
  grant_perform_security_actions: 'change the account’s security',
  'grant_query-funds': 'see how much there is',
  'grant_add-funds': 'make addresses for deposits',
  'grant_withdraw-funds': 'send money out of your account',
  'grant_earn-funds': 'lock money in products',
  'grant_query-open-trades': 'see orders that wait',
  'grant_query-closed-trades': 'see orders that ended',
  'grant_modify-trades': 'place orders',
  'grant_close-trades': 'cancel orders',
  'grant_query-ledger': 'see the account’s bookings',
  'grant_export-data': 'export reports',
  'grant_create-ws-token': 'listen to the account live',
  'grant_add-withdraw-address': 'prepare a withdrawal to a stranger',
  'grant_update-withdraw-address': 'change where withdrawals go',
  grant_enableReading: 'see balances and orders',
  grant_enableSpotAndMarginTrading: 'buy and sell, inside your account',
  grant_enableWithdrawals: 'send money out of your account',
  grant_enableInternalTransfer: 'move money to sub-accounts',
  grant_permitsUniversalTransfer: 'move money between wallets',
  grant_enableMargin: 'borrow, and move money to margin',
  grant_enableFutures: 'trade futures',
  grant_enableVanillaOptions: 'trade options',
} as const satisfies GrantTexts & Record<string, string>;
