// The five switches of a Bitso key.

/** In the order of the form. */
export const wirePermissions = [
  'view_account_information',
  'view_balances',
  'place_orders',
  'make_withdrawals',
  'perform_security_actions',
] as const;
export type WirePermission = (typeof wirePermissions)[number];

/** True for one of the five names. */
export function isWirePermission(name: string): name is WirePermission {
  return wirePermissions.some((permission) => permission === name);
}
