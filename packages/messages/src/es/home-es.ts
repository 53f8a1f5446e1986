// The Spanish of the home page: the assurance, the next step, and the ways to the whole lists.

import type { Translated } from '../catalogue.ts';
import type { homeEn } from '../en/home-en.ts';

export const homeEs = {
  assurance: 'Mandato nunca tiene acceso a los fondos: no puede retirar, transferir ni cambiar la cuenta.',
  evidence: 'Ver la evidencia',
  next_step: 'Siguiente paso',
  no_balance: 'Todavía no hay dinero en este exchange. Agrégalo ahí y aparecerá aquí.',
  all_plans: 'Todos los planes',
  all_activity: 'Toda la actividad',
} as const satisfies Translated<typeof homeEn>;
