// The English of the bounds that some refusals name after their sentence.

export const errorDetailEn = {
  password_too_short: 'It needs at least {{minimum}} characters.',
  notional_below_minimum: 'The least is {{minimum}} {{quote}}.',
  notional_above_maximum: 'The most is {{maximum}} {{quote}}.',
  notional_above_balance: 'Available: {{available}} {{quote}}.',
  start_in_past: 'Today is {{today}} there.',
} as const;
