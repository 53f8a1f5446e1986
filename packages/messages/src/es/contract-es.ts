// The Spanish of a plan as a contract: the sentences that plan-contract puts together.

import type { Translated } from '../catalogue.ts';
import type { contractEn } from '../en/contract-en.ts';

export const contractEs = {
  daily: 'Todos los días a {{time}} (hora de {{zone}}), compra {{base}} por {{amount}}.',
  weekly: 'Cada {{weekday}} a {{time}} (hora de {{zone}}), compra {{base}} por {{amount}}.',
  monthly: 'El día {{day}} de cada mes a {{time}} (hora de {{zone}}), compra {{base}} por {{amount}}.',
  monthly_clamped: 'En un mes sin día {{day}}, compra el último día.',
  starts_on: 'La primera compra es el {{date}} o después.',
  budget: 'Termina cuando haya gastado {{amount}}, o cuando tú lo termines.',
  no_budget: 'No tiene límite total: sigue hasta que tú lo termines.',
  missed_skip: 'Una compra perdida no se hace y queda en la lista con su motivo.',
  missed_buy_once:
    'Después de una interrupción compra una vez, si la compra perdida más reciente lleva menos de 6 horas de retraso; las demás no se hacen.',
  market_price:
    'Compra al precio de mercado de ese momento; la comisión del exchange sale del {{base}} comprado.',
  guards:
    'No compra cuando el dinero no alcanza o cuando los precios se ven mal, y lo dice en la lista de actividad.',
  never: 'Nunca vende, y nunca puede retirar.',
} as const satisfies Translated<typeof contractEn>;
