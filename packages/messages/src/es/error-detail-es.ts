// The Spanish of the bounds that some refusals name after their sentence.

import type { Translated } from '../catalogue.ts';
import type { errorDetailEn } from '../en/error-detail-en.ts';

export const errorDetailEs = {
  password_too_short: 'Necesita al menos {{minimum}} caracteres.',
  notional_below_minimum: 'Lo mínimo es {{minimum}} {{quote}}.',
  notional_above_maximum: 'Lo máximo es {{maximum}} {{quote}}.',
  notional_above_balance: 'Disponible: {{available}} {{quote}}.',
  start_in_past: 'Allá hoy es {{today}}.',
} as const satisfies Translated<typeof errorDetailEn>;
